import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import {
  consultees,
  launchConsultation,
  planConsultation,
  publication,
  takeReply,
} from '#consultation';
import type { Consultation, ConsulteeDraft } from '#consultation';
import { letterBook, rawMail, writeLetters } from '#mail';
import type { InboundMail, MailReading } from '#mail';
import { inTransaction, newId, now } from '#platform';
import type { Actor } from '#platform';

export interface AskedCase {
  readonly caseId: string;
  readonly clerk: Actor;
  readonly consultation: Consultation;
}

const A_DAY_MS = 86_400_000;
let made = 0;

/** A case at the desk of a clerk, written as rows: for specs below the tier of cases. */
export async function aCaseRow(
  pool: Pool,
  { school = 'Hillside Primary School', trust = 'Beacon Trust' } = {},
): Promise<{ caseId: string; clerk: Actor }> {
  made += 1;
  const [caseId, desk, board, person] = [newId(), newId(), newId(), newId()];
  await pool.query(
    `INSERT INTO body (id, kind, name) VALUES ($1, 'clerking-service', 'Northshire clerks'),
       ($2, 'governing-board', $3)`,
    [desk, board, `The governing board of ${school}`],
  );
  await pool.query(`INSERT INTO person (id, name, email) VALUES ($1, 'Ruth Clark', $2)`, [
    person,
    `clerk-${person}@example.org`,
  ]);
  await pool.query(`INSERT INTO membership (person, body, role) VALUES ($1, $2, 'clerk')`, [
    person,
    desk,
  ]);
  await pool.query(
    `INSERT INTO cases (id, reference, urn, school_name, trust_name, desk, board, version, machine,
       rule_set, snapshot, stage, opened_at, moved_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 0, '1', 'R', '{}', 'consultation', assent_now(), assent_now())`,
    [
      caseId,
      `2026-${String(made).padStart(4, '0')}`,
      String(100_000 + made),
      school,
      trust,
      desk,
      board,
    ],
  );
  return { caseId, clerk: { person, role: 'clerk', body: desk } };
}

/** A case whose consultation has begun. */
export async function anOpenConsultation(
  pool: Pool,
  { days = 42, school = 'Hillside Primary School' } = {},
): Promise<AskedCase> {
  const { caseId, clerk } = await aCaseRow(pool, { school });
  return { caseId, clerk, consultation: await launched(pool, { caseId, clerk }, { days, school }) };
}

/** The consultation of a case, begun now, without a move of the case. */
export async function launched(
  pool: Pool,
  { caseId, clerk }: Pick<AskedCase, 'caseId' | 'clerk'>,
  { days = 42, school = 'Hillside Primary School' } = {},
): Promise<Consultation> {
  const document = await aDocumentRow(pool, caseId);
  return inTransaction(pool, async (tx) => {
    const question = `Should ${school} join Beacon Trust?`;
    const { id } = await planConsultation(tx, clerk, { caseId, question });
    const closesAt = new Date((await now(tx)).getTime() + days * A_DAY_MS);
    return launchConsultation(tx, clerk, { id, closesAt, document });
  });
}

async function aDocumentRow(pool: Pool, caseId: string): Promise<string> {
  const id = newId();
  await pool.query(
    `INSERT INTO blob (sha256, size_bytes, media_type, stored_at)
     VALUES (sha256($1), 9, 'application/pdf', assent_now())`,
    [Buffer.from(id)],
  );
  await pool.query(
    `INSERT INTO document (id, stream, kind, title, file_name, sha256, media_type, size_bytes, status,
       confidentiality, uploaded_by, recorded_at, record_seq)
     VALUES ($1, $2, 'consultationDocument', 'Joining Beacon Trust', 'proposal.pdf', sha256($3),
       'application/pdf', 9, 'approved', 'public', 'clerk', assent_now(), 1)`,
    [id, `case:${caseId}`, Buffer.from(id)],
  );
  return id;
}

/** Something that people say, and what is so. */
export const aFact = {
  ...{ claim: 'Trusts make a profit.', fact: 'They are charities.' },
  ...{ source: 'Academies Act 2010', link: 'https://www.legislation.gov.uk/', on: '2026-01-05' },
};

/** Writes what people must be able to read, all of it but what is left out. */
export async function writeText(
  pool: Pool,
  actor: Actor,
  consultation: string,
  { without = [] }: { readonly without?: readonly string[] } = {},
): Promise<void> {
  const left = publication
    .sections()
    .filter(({ id, required }) => required && !without.includes(id));
  await inTransaction(pool, async (tx) => {
    for (const { id: section, title, lists } of left) {
      const seen = (await publication.newest(tx, consultation))?.version ?? 0;
      const said =
        lists === 'facts' ? { facts: [aFact] } : { words: `In our own words: ${title}.` };
      await publication.write(tx, actor, { consultation, seen, section, said });
    }
  });
}

export interface Asked {
  readonly consultee: string;
  readonly letter: string;
  /** The key of the letter's link and of its reply address. */
  readonly key: string;
}

/** Somebody on the list, with the letter that asks them. */
export async function anAskedPerson(
  pool: Pool,
  { caseId, clerk, consultation }: AskedCase,
  secretKeys: readonly string[],
  given: Partial<ConsulteeDraft> = {},
): Promise<Asked> {
  const draft = {
    name: 'Amina Okafor',
    email: 'amina@example.org',
    group: 'parent' as const,
    organisation: null,
    postal: null,
    ...given,
  };
  const { consultee, letter } = await inTransaction(pool, async (tx) => {
    const [id] = await consultees.add(tx, clerk, consultation.id, [draft]);
    const [written] = await writeLetters(tx, [
      {
        template: 'consultation-launched',
        to: { name: draft.name, address: draft.email, consultee: id! },
        values: {
          schoolName: 'Hillside Primary School',
          trustName: 'Beacon Trust',
          replyBy: '1 June 2026 at 5pm',
          onBehalfOf: 'the governing board',
          reference: '2026-0001',
        },
        caseId,
        consultationId: consultation.id,
      },
    ]);
    return { consultee: id!, letter: written! };
  });
  const printed = await letterBook.print(pool, letter, {
    secretKeys,
    publicBaseUrl: 'https://assent.example.org',
  });
  return { consultee, letter, key: /\/r\/([a-z2-7]+)/.exec(printed.text)![1]! };
}

/** The product's clock may be moved in this database; moves it on. */
export async function daysLater(owner: Pool, days: number): Promise<void> {
  await owner.query(
    `UPDATE product_clock SET movable = true, ahead = ahead + $1 * interval '1 day'`,
    [days],
  );
}

export interface ReceivedMail {
  readonly from: string;
  /** The letter that it answers; null: nothing says so. */
  readonly letter: string | null;
  readonly answer: string;
  readonly kind?: MailReading['kind'];
  /** The mail as it came, where it is more than its words: then it is read as any other. */
  readonly raw?: Buffer;
}

/** A mail as the reader hands it over once it was read; answers its id. */
export async function aReceivedMail(
  pool: Pool,
  { from, letter, answer, kind = 'reply', raw: given }: ReceivedMail,
): Promise<string> {
  const raw = given ?? Buffer.from(`From: ${from}\r\nSubject: My view\r\n\r\n${answer}`);
  const reading = given
    ? rawMail.read(given)
    : {
        ...{
          kind,
          from,
          fromName: '',
          fromAmbiguous: false,
          subject: 'My <view>',
          attachments: [],
        },
        ...{
          text: answer,
          answer,
          hidden: [],
          failed: [],
          segments: [{ kind: 'answer', text: answer }],
        },
      };
  return inTransaction(pool, async (tx) => {
    const id = newId();
    const receivedAt = await now(tx);
    await tx.query(
      `INSERT INTO inbound_mail (id, envelope_from, envelope_to, recipient, raw, raw_sha256, letter,
         kind, reading, read_at) VALUES ($1, $2, '{x}', $3, $4, $5, $6, $7, $8, now())`,
      [id, from, newId(), raw, createHash('sha256').update(raw).digest(), letter, kind, reading],
    );
    const matchedBy = letter === null ? null : 'address';
    const mail = { id, letter, matchedBy, receivedAt, raw } as unknown as InboundMail;
    const outcome = await takeReply(tx, mail, reading as unknown as MailReading);
    await tx.query('UPDATE inbound_mail SET outcome = $2 WHERE id = $1', [id, outcome]);
    return id;
  });
}
