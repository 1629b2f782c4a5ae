import { createTransport } from 'nodemailer';
import { Pool } from 'pg';
import { responses, takeReply } from '#consultation';
import type { ConsulteeDraft, ResponseLine } from '#consultation';
import { mailIntake, startReader } from '#mail';
import { anAskedPerson, anOpenConsultation } from './consultation.js';
import type { Asked, AskedCase } from './consultation.js';
import { freshDatabase } from './database.js';

const KEYS = ['a secret of at least thirty-two characters'];
const SETTINGS = {
  mailFrom: 'assent@reply.example.org',
  mailDomain: 'reply.example.org',
  smtpInHost: '127.0.0.1',
  smtpInPort: null,
};

export interface Written {
  readonly to: string;
  readonly cc?: string;
  readonly from?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly messageId?: string;
  readonly references?: string | readonly string[];
  readonly headers?: Record<string, string>;
  readonly attachments?: { filename: string; content: string }[];
  readonly times?: number;
}

/** What is sent back to a letter that asked for no view. */
export interface NoticeSent {
  readonly template: string;
  readonly values: Record<string, string>;
}

/** A product that is written to by real SMTP, over a real database, with name servers of its own. */
export interface Replying {
  readonly owner: Pool;
  readonly pool: Pool;
  readonly asked: AskedCase;
  readonly secretKeys: readonly string[];
  readonly generalAddress: string;
  /** What the name servers say of example.org; null: nothing. */
  spf: string | null;
  ask(given?: Partial<ConsulteeDraft>): Promise<Asked>;
  replyTo(asked: Pick<Asked, 'key'>): string;
  /** Sends a mail and waits until everything that came is read. */
  send(mail: Written): Promise<void>;
  responsesBy(asked: Pick<Asked, 'consultee'>): Promise<ResponseLine[]>;
  /** The receipts and notices that somebody got. */
  toldTo(address: string): Promise<NoticeSent[]>;
  /** Ends everything; answers what went wrong meanwhile. */
  close(): Promise<readonly unknown[]>;
}

export async function startReplying(): Promise<Replying> {
  const db = await freshDatabase();
  const owner = new Pool({ connectionString: db.url });
  const pool = new Pool({ connectionString: db.url, options: '-c role=assent_service' });
  const problems: unknown[] = [];
  const onError = (error: unknown): void => void problems.push(error);
  const names = { spf: null as string | null };
  const askDns = async (name: string) => {
    if (names.spf !== null && name === 'example.org') return [[names.spf]];
    if (names.spf !== null && name === '_dmarc.example.org') return [['v=DMARC1; p=reject']];
    throw Object.assign(new Error(name), { code: 'ENOTFOUND' });
  };
  const intake = await mailIntake.listen({ pool, settings: SETTINGS, onError });
  const mta = SETTINGS.mailDomain;
  const senders = { trustedRelays: [], trustedForwarders: [], mta, ask: askDns };
  const reader = startReader({ pool, take: takeReply, onError, senders });
  const asked = await anOpenConsultation(owner);

  return {
    ...{ owner, pool, asked, secretKeys: KEYS, generalAddress: SETTINGS.mailFrom },
    get spf() {
      return names.spf;
    },
    set spf(spf) {
      names.spf = spf;
    },
    ask: (given = {}) => anAskedPerson(owner, asked, KEYS, given),
    replyTo: ({ key }) => `reply+${key}@${SETTINGS.mailDomain}`,
    async send({ times = 1, references, ...mail }) {
      const transport = createTransport({ host: '127.0.0.1', port: intake.port, ignoreTLS: true });
      for (let time = 0; time < times; time += 1) {
        await transport.sendMail({
          from: 'Amina Okafor <amina@example.org>',
          subject: 'Re: Your view',
          text: 'I am for it.',
          date: new Date('2020-01-01T00:00:00Z'),
          ...(references === undefined ? {} : { references: [references].flat() }),
          ...mail,
        });
      }
      transport.close();
      await untilRead(pool);
    },
    async responsesBy({ consultee }) {
      const all = await responses.list(pool, asked.consultation.id, { most: 200 });
      const { rows } = await pool.query<{ id: string }>(
        'SELECT id FROM response WHERE consultee = $1',
        [consultee],
      );
      return all.filter(({ id }) => rows.some((row) => row.id === id));
    },
    async toldTo(address) {
      const { rows } = await pool.query<NoticeSent>(
        `SELECT template, values FROM letter
          WHERE to_address = $1 AND template LIKE 'reply-%' ORDER BY id`,
        [address],
      );
      return rows;
    },
    async close() {
      await intake.stop();
      await reader.stop();
      await pool.end();
      await owner.end();
      await db.drop();
      return problems;
    },
  };
}

async function untilRead(pool: Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ unread: number }>(
      'SELECT count(*)::int AS unread FROM inbound_mail WHERE read_at IS NULL',
    );
    if (rows[0]!.unread === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
