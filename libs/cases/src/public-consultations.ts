import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { Refusal } from '#platform';
import type { Sql } from '#platform';
import { findConsultation, publication, responses, VIEWS } from '#consultation';
import type { BoardAnswer, CheckedRecord, Gathering, View } from '#consultation';
import type { CaseFacts, JourneySnapshot } from '#journey';
import { papersOfCase } from './case-papers.js';
import type { Office } from './office.js';

export type Phase = 'forthcoming' | 'open' | 'closed' | 'outcome';

/** A consultation in the list that anybody may read. */
export interface ListedConsultation {
  readonly id: string;
  readonly schoolName: string;
  readonly trustName: string | null;
  readonly question: string;
  readonly phase: Phase;
  /** The day on which it is to begin, of one that is to come. */
  readonly opensOn: string | null;
  readonly closesAt: Date | null;
}

// What is to come is public while its clerk says so and its case goes on; what was launched is public.
const LISTED = `
SELECT c.id, k.school_name AS "schoolName", k.trust_name AS "trustName", c.question,
    CASE WHEN c.launched_at IS NULL THEN 'forthcoming'
      WHEN c.closes_at > assent_now() THEN 'open'
      WHEN k.snapshot #>> '{case,context,consultationReport,report}' IS NOT NULL
        AND k.snapshot #>> '{case,context,consultation,consultation}' = c.id::text THEN 'outcome'
      ELSE 'closed' END AS phase,
    to_char(n.opens_on, 'YYYY-MM-DD') AS "opensOn", c.closes_at AS "closesAt"
  FROM consultation c
  JOIN cases k ON k.id = c.case_id
  LEFT JOIN LATERAL (SELECT opens_on FROM consultation_notice
    WHERE consultation_id = c.id ORDER BY seq DESC LIMIT 1) n ON c.launched_at IS NULL
 WHERE (c.launched_at IS NOT NULL OR (n.opens_on IS NOT NULL AND k.ended_at IS NULL))`;

/** Every consultation to come or open, and the latest that closed. */
export async function listConsultations(
  sql: Sql,
  { mostClosed = 100 } = {},
): Promise<readonly ListedConsultation[]> {
  const { rows } = await sql.query<ListedConsultation>(
    `WITH listed AS (${LISTED})
     (SELECT * FROM listed WHERE phase = 'forthcoming' ORDER BY "opensOn", id)
     UNION ALL (SELECT * FROM listed WHERE phase = 'open' ORDER BY "closesAt", id)
     UNION ALL (SELECT * FROM listed WHERE phase IN ('closed', 'outcome')
       ORDER BY "closesAt" DESC, id LIMIT $1)`,
    [mostClosed],
  );
  return rows;
}

/** A consultation that is to come, as its clerk told everybody; null for any other. */
export async function forthcomingConsultation(
  sql: Sql,
  id: string,
): Promise<(ListedConsultation & { readonly gatherings: readonly Gathering[] }) | null> {
  const { rows } = await sql.query<ListedConsultation>(
    `${LISTED} AND c.id = $1 AND c.launched_at IS NULL`,
    [id],
  );
  if (rows[0] === undefined) return null;
  return { ...rows[0], gatherings: await publication.gatherings.list(sql, id) };
}

/** What became of a consultation, of which nothing was quoted. */
export interface Outcome {
  readonly repliesShown: boolean;
  readonly report: PublicReport | null;
  /** The board's final decision, once it was made. */
  readonly decision: { readonly on: string; readonly wording: string | null } | null;
}

/** A number of an issued report; null: it is so small that the report does not show it. */
type Shown = number | null;

export interface PublicReport {
  readonly issuedAt: Date;
  readonly asOf: Date;
  readonly inTime: Shown;
  readonly late: Shown;
  readonly views: Readonly<Record<View | 'not-asked', Shown>>;
  readonly groups: readonly {
    readonly group: string;
    readonly inTime: Shown;
    readonly late: Shown;
  }[];
  readonly themes: readonly {
    readonly title: string;
    readonly said: string;
    readonly does: BoardAnswer;
    readonly why: string;
  }[];
}

/** What anybody may know of the outcome of a launched consultation. */
export async function outcomeOf(office: Office, id: string): Promise<Outcome> {
  const { pool } = office;
  const { rows } = await pool.query<{ snapshot: JourneySnapshot }>(
    'SELECT k.snapshot FROM consultation c JOIN cases k ON k.id = c.case_id WHERE c.id = $1',
    [id],
  );
  if (rows[0] === undefined) throw new Refusal('not-found', { consultation: id });
  const { snapshot } = rows[0];
  return {
    repliesShown: await responses.copies.areShown(pool, id),
    report: await publicReport(office, id),
    decision: await decisionOf(pool, id, snapshot.case.context),
  };
}

/** Only of the consultation that the board decided on: an earlier one of the same case is history. */
async function decisionOf(sql: Sql, id: string, context: CaseFacts): Promise<Outcome['decision']> {
  const { finalDecision, consultation } = context;
  if (finalDecision === undefined || consultation?.consultation !== id) return null;
  const { rows } = await sql.query<{ wording: string }>(
    'SELECT wording FROM resolution WHERE id::text = $1',
    [finalDecision.resolution],
  );
  return { on: finalDecision.on.slice(0, 10), wording: rows[0]?.wording ?? null };
}

const COUNT = z.number().int().min(0).nullable();
const ISSUED = z.object({
  asOf: z.iso.datetime(),
  replies: z.object({
    standings: z.object({ inTime: COUNT, late: COUNT }),
    views: z.object({ inTime: z.record(z.enum([...VIEWS, 'not-asked']), COUNT) }),
    groups: z.array(z.object({ group: z.string(), inTime: COUNT, late: COUNT })),
  }),
  themes: z.array(
    z.object({
      ...{ title: z.string(), said: z.string(), why: z.string() },
      does: z.enum(publication.report.answers),
    }),
  ),
});

/** Read from the very file that was issued, where its step stands; its quotations are for the board. */
async function publicReport(office: Office, id: string): Promise<PublicReport | null> {
  const all = await publication.report.issued(office.pool, id);
  const issued = all.find(({ stands }) => stands);
  const consultation = await findConsultation(office.pool, { id });
  if (issued === undefined || consultation === null) return null;
  const [file] = await papersOfCase(office.pool, consultation.caseId, [issued.json]);
  const data: unknown = JSON.parse(await text(await office.documents.open(file!)));
  const { asOf, replies, themes } = ISSUED.parse(data);
  const { views, groups, standings } = replies;
  return {
    issuedAt: issued.issuedAt,
    asOf: new Date(asOf),
    ...standings,
    ...{ views: views.inTime, groups, themes },
  };
}

/** A reply by the code of its receipt, with the number that its report shows of its group. */
export interface CheckedReply extends CheckedRecord {
  /** Null: the report does not show so small a number, or does not count the reply. */
  readonly ofGroup: Shown;
}

/** Looks a code up; null for one that is mistyped as for one that nobody was given. */
export async function checkReply(
  office: Office,
  asked: { readonly code: string; readonly words: string },
): Promise<CheckedReply | null> {
  const found = await responses.check(office.pool, asked);
  if (found === null) return null;
  if (found.report?.standing !== 'counted') return { ...found, ofGroup: null };
  const report = await publicReport(office, found.consultation);
  const own = report?.groups.find(({ group }) => group === found.report!.group);
  const isShown = own != null && own.inTime !== null && own.late !== null;
  return { ...found, ofGroup: isShown ? own.inTime + own.late : null };
}
