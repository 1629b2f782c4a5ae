// Test support: how mail programs write the head of what they quote, and with which mark.
export interface QuotingStyle {
  attribution: string[];
  mark: string;
}

const address = 'reply+k3y@reply.example.org';
const outlook = (from: string, sent: string, to: string, subject: string) => [
  `${from}: Anytown Primary School <${address}>`,
  `${sent}: 03 March 2026 10:15`,
  `${to}: Ann Parent`,
  `${subject}: Joining the trust`,
  '',
];

export const clients = {
  gmail: {
    attribution: [`On Tue, 3 Mar 2026 at 10:15, Anytown Primary School <${address}> wrote:`, ''],
    mark: '> ',
  },
  'gmail, wrapped': {
    attribution: [
      'On Tue, 3 Mar 2026 at 10:15, Anytown Primary School <',
      `${address}> wrote:`,
      '',
    ],
    mark: '> ',
  },
  apple: {
    attribution: [`> On 3 Mar 2026, at 10:15, Anytown Primary School <${address}> wrote:`, '> '],
    mark: '> ',
  },
  thunderbird: {
    attribution: ['On 03/03/2026 10:15, Anytown Primary School wrote:'],
    mark: '> ',
  },
  yahoo: {
    attribution: [
      `On Tuesday, 3 March 2026 at 10:15:01 GMT, Anytown Primary School <${address}> wrote:`,
      '',
    ],
    mark: '',
  },
  outlook: { attribution: outlook('From', 'Sent', 'To', 'Subject'), mark: '' },
  'outlook on the web': {
    attribution: ['________________________________', ...outlook('From', 'Sent', 'To', 'Subject')],
    mark: '',
  },
  'outlook in Welsh': {
    attribution: outlook('Oddi wrth', 'Anfonwyd', 'At', 'Pwnc'),
    mark: '',
  },
  'original message': {
    attribution: ['-----Original Message-----', ...outlook('From', 'Sent', 'To', 'Subject')],
    mark: '',
  },
  proton: {
    attribution: [
      `On Tuesday, March 3rd, 2026 at 10:15 AM, Anytown Primary School <${address}> wrote:`,
      '',
    ],
    mark: '> ',
  },
  'gmail in French': {
    attribution: [`Le mar. 3 mars 2026 à 10:15, Anytown Primary School <${address}> a écrit :`, ''],
    mark: '> ',
  },
  'gmail in German': {
    attribution: [
      `Am Di., 3. März 2026 um 10:15 Uhr schrieb Anytown Primary School <${address}>:`,
      '',
    ],
    mark: '> ',
  },
  'gmail in Polish': {
    attribution: [`wt., 3 mar 2026 o 10:15 Anytown Primary School <${address}> napisał(a):`, ''],
    mark: '> ',
  },
} satisfies Record<string, QuotingStyle>;

export type Client = keyof typeof clients;
