import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aReply } from '../build-mail.js';
import { clients, type Client } from '../mail-clients.js';
import { readMail } from '../read-mail.js';
import { replyMarkerLine } from './reply-marker.js';
import { answerOf, hiddenOf, segment } from './segment.js';

const sent = `Dear parent,

The governing board of Anytown Primary School proposes that the school joins the Example Trust on 1 September 2026. The staff would be employed by the trust from that day.

Please answer these questions by 30 April 2026:

1. Do you support the proposal that the school joins the trust?
2. What should the board weigh before it decides?
3. Do you have a question that nobody has answered?

Yes
No
I do not know

Reply to this e-mail, or use https://assent.example.org/r/abcdef

The clerk to the governors
`;
const every = Object.keys(clients) as Client[];
const marked = every.filter((client) => clients[client].mark !== '');

function answer(build: (reply: ReturnType<typeof aReply>) => { build(): Buffer }, letter?: string) {
  return readMail(build(aReply()).build(), { sent: letter }).answer;
}

describe('a reply whose letter we hold', () => {
  it.each(every)('is read when written above the quote (%s)', (client) => {
    expect(answer((mail) => mail.topPosted('Yes.\nIt is time.').quoting(sent, client), sent)).toBe(
      'Yes.\nIt is time.',
    );
  });

  it.each(every)('is read when written below the quote (%s)', (client) => {
    expect(answer((mail) => mail.bottomPosted('No').quoting(sent, client), sent)).toBe('No');
  });

  it.each(every)('is read when written between the questions (%s)', (client) => {
    const said = answer(
      (mail) =>
        mail
          .answering('1. Do', 'Yes')
          .answering('2. What', 'The buses.\nAnd the uniform.')
          .quoting(sent, client),
      sent,
    );
    expect(said).toBe('Yes\nThe buses.\nAnd the uniform.');
  });

  it.each(every)('is read when typed on the line of the question (%s)', (client) => {
    const said = answer(
      (mail) => mail.answeringInside('1. Do', 'Yes, strongly').quoting(sent, client),
      sent,
    );
    expect(said).toBe('Yes, strongly');
  });

  it('needs no word of the language in which a program says "wrote"', () => {
    const heads = [
      'Den man. 3. mar. 2026 kl. 10.15 skrev Anytown <reply@example.org>:',
      'Ar ddydd Mawrth, 3 Mawrth 2026 am 10:15, ysgrifennodd Anytown <reply@example.org>:',
      'wt., 3 mar 2026, 10:15 użytkownik Anytown <reply@example.org> napisał:',
      'بتاریخ منگل، 3 مارچ 2026 کو 10:15 پر، Anytown <reply@example.org> نے لکھا:',
      'في الثلاثاء، 3 مارس 2026 في 10:15 ص، كتب Anytown <reply@example.org>:',
      'Oddi wrth: Anytown\nDyddiad: 3 Mawrth 2026 10:15\nAt: ann@example.org\nPwnc: Ymuno',
    ];
    for (const head of heads)
      expect(answerOf(segment(`Rwy'n cytuno.\n\n${head}\n\n${sent}`, sent))).toBe("Rwy'n cytuno.");
  });

  it('keeps the choice that stayed when the others were deleted', () => {
    const edited = sent.replace('No\nI do not know\n', '');
    expect(answer((mail) => mail.quoting(edited, 'outlook'), sent)).toBe('Yes');
    expect(answer((mail) => mail.quoting(edited, 'gmail'), sent)).toContain('Yes');
  });

  it('knows the letter again when a program wrapped it and masked its link', () => {
    const wrapped = sent
      .replaceAll(/(.{40}\S*) /g, '$1\n')
      .replace('abcdef', 'zzzzzz')
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n');
    expect(answerOf(segment(`I agree.\n\n${wrapped}\n\nI really do.`, sent))).toBe(
      'I agree.\n\nI really do.',
    );
  });

  it('does not take an answer in our own words for the letter', () => {
    const said = 'I support the proposal that the school joins the trust.';
    expect(answer((mail) => mail.topPosted(said).quoting(sent, 'gmail'), sent)).toBe(said);
    expect(answer((mail) => mail.answering('1. Do', said).quoting(sent, 'outlook'), sent)).toBe(
      said,
    );
  });
});

describe('a reply whose letter is not known', () => {
  it.each(every)('is read when written above the quote (%s)', (client) => {
    expect(answer((mail) => mail.topPosted('Yes.').quoting(sent, client))).toBe('Yes.');
  });

  it.each(marked)('is read when written below or between (%s)', (client) => {
    expect(answer((mail) => mail.bottomPosted('No').quoting(sent, client))).toBe('No');
    expect(answer((mail) => mail.answering('1. Do', 'Yes').quoting(sent, client))).toBe('Yes');
  });

  it.each(every)('never loses what stands below an empty top (%s)', (client) => {
    expect(answer((mail) => mail.bottomPosted('My answer').quoting(sent, client))).toContain(
      'My answer',
    );
  });
});

describe('words of the author that look like something else', () => {
  it.each([
    'My concerns:\n--\n1. transport\n2. uniform',
    'My concerns:\n-- \n1. transport\n2. uniform',
    'On reflection, the governors wrote:\nthat staff would be protected. I do not believe this.',
    'On 12 March 2026 the governors wrote:\nthat staff would be protected. I do not believe this.',
    'In 2019 we were told\nthe governors promised:\nno change. That was 7 years ago.',
    'From: the parents perspective, costs matter.\nI also worry about the buses.',
    'From: parents\nTo: governors\nSubject: uniform\nPlease keep it.',
    'I agree\n--\nBut I worry about transport.',
    'Sent from my desk, is much easier than my phone.',
    'I wrote to Mrs Smith <smith@example.org> on 3 March 2026 at 10:30 and she said:\nno.',
    'Is this confidential?\n\nI hope that my name is not disclosed.',
    'Yes\n\n---\n\nNo to the change of name.',
    '* * *\nWe object.',
    'Thanks\nAlex',
    'Thank you',
    'The original message follows my own thoughts.\nWe say no.',
    'Fewer than\n> 50 % of parents\nsupport this.',
    '-----\nNo\n-----',
    '_____\nMy name is Ann and I object to the plan.',
    'Please write your answer above this line is what the letter said, so I did.',
    'Best\nthe second option',
    'Which is best for us?\nBest\nwould be to wait.',
    'y',
  ])('stay an answer: %j', (said) => {
    expect(answerOf(segment(said))).toBe(said.trim());
  });

  it('stay when a postscript follows the signature', () => {
    const text = 'I agree.\n\nKind regards,\nAnn Parent\n\nPS I also worry about the buses.';
    expect(answerOf(segment(text))).toBe('I agree.\n\nPS I also worry about the buses.');
    const close = 'I agree.\nKind regards\nAnn\nNo to the merger of the two schools';
    expect(answerOf(segment(close))).toContain('No to the merger');
    expect(answerOf(segment('I agree.\nRegards\nAnn\nNo to academies'))).toContain(
      'No to academies',
    );
  });

  it('stay between quoted lines, whatever stands around them', () => {
    const text = '> Do you agree?\nyes i do\n> Will you come?\nno\n';
    expect(answerOf(segment(text))).toBe('yes i do\nno');
  });
});

describe('what is not the answer', () => {
  it('is told apart: signature, device, disclaimer, marker, quote', () => {
    const text = [
      'We agree.',
      '',
      'Sent from my iPhone',
      '',
      '-- ',
      'Ann Parent',
      '01234 567890',
      '',
      replyMarkerLine,
      '> The letter.',
      '',
      'This email and any attachments are confidential and intended solely for the addressee.',
      'If you have received it in error please notify the sender.',
    ].join('\n');
    const segments = segment(text);
    expect(answerOf(segments)).toBe('We agree.');
    expect([...new Set(hiddenOf(segments).map(({ kind }) => kind))].toSorted()).toEqual([
      'disclaimer',
      'marker',
      'quoted',
      'signature',
    ]);
  });
});

const pieces = fc.constantFrom(
  ...[
    '> ',
    '>> ',
    '-- \n',
    '--\n',
    'On 3 Mar 2026 at 10:15, A <a@b.c> wrote:\n',
    '\n',
    '\r\n',
    ' ',
  ],
  ...['From: A <a@b.c>\nSent: 3 Mar 2026 10:15\n', 'Kind regards,\n', 'Sent from my iPhone\n'],
  ...[
    'Yes',
    'No to all of it. ',
    '1. Do you support the proposal',
    `${replyMarkerLine}\n`,
    '😀',
    '\u2028',
  ],
  ...[
    '__\n',
    'This message is confidential, sent in error to the addressee.\n',
    '\u202b',
    ':',
    '@',
    '9',
  ],
);

describe('for any text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(pieces, fc.string()), { maxLength: 40 }).map((parts) => parts.join('')),
  );

  it('the segments joined are the text', () => {
    fc.assert(
      fc.property(
        text,
        fc.option(fc.oneof(fc.constant(sent), text), { nil: undefined }),
        (body, letter) => {
          const joined = segment(body, letter).map((piece) => piece.text);
          expect(joined.join('')).toBe(body);
          expect(joined).not.toContain('');
        },
      ),
      { numRuns: 600 },
    );
  });
});
