import type { MailReading, Segment } from '#mail';
import type { Sql } from '#platform';
import { VIEW_ORDER } from './channels/view-order.js';
import { referenceOf } from './record-response.js';
import type {
  Grade,
  Group,
  Publish,
  ResponseChannel,
  ResponseForm,
  Standing,
  View,
} from './stakeholders.js';

/** A response as lists show it. */
export interface ResponseLine {
  readonly id: string;
  readonly number: number;
  readonly reference: string;
  readonly channel: ResponseChannel;
  readonly form: ResponseForm;
  /** Of a petition alone: how many signed it, as stated. */
  readonly signatories: number | null;
  readonly grade: Grade;
  readonly receivedAt: Date;
  readonly late: boolean;
  /** It was typed in from a scan that nobody else has looked at; it counts all the same. */
  readonly notYetChecked: boolean;
  readonly standing: Standing;
  readonly view: View | null;
  readonly group: Group | null;
  /** The consultee's name, or that of whoever signed; null: nobody knows. */
  readonly name: string | null;
  /** The first words; null once they were lawfully erased. */
  readonly opening: string | null;
}

export interface ResponseFilter {
  readonly group?: Group;
  readonly view?: View | 'not-asked';
  readonly channel?: ResponseChannel;
  readonly form?: ResponseForm;
  /** The number of the meeting at which it was said. */
  readonly meeting?: number;
  readonly standing?: Standing;
  readonly late?: boolean;
}

/** A whole response: its own words, where they came from, and what was decided about it. */
export interface WholeResponse extends Omit<ResponseLine, 'opening'> {
  readonly words: string | null;
  readonly publish: Publish | null;
  readonly consultee: string | null;
  readonly consulteeEmail: string | null;
  readonly recordedAt: Date;
  readonly enteredBy: string | null;
  /** The version that this one replaced, and the one that replaced it. */
  readonly replaced: { readonly id: string; readonly reference: string } | null;
  readonly replacedBy: { readonly id: string; readonly reference: string } | null;
  readonly reason: string | null;
  readonly decidedAt: Date | null;
  /** Everything that was read of the mail it came by; null for other channels. */
  readonly mail: MailReading | null;
  /** The letter that it answers, where it came by one. */
  readonly letter: string | null;
  /** How a person read the mail after the program had; its words are the ones that count. */
  readonly readByHand: {
    readonly kinds: readonly Segment['kind'][];
    readonly at: Date;
    readonly by: string;
    readonly reason: string | null;
  } | null;
}

const OPENING_CHARACTERS = 160;

/** Somebody typed it from a scan, and nobody else held the words against it: of response_standing `r`. */
export const NOT_YET_CHECKED = `(r.grade = 'entered' AND r.standing NOT IN ('superseded', 'withdrawn')
  AND EXISTS (SELECT FROM response_file f WHERE f.response = r.id AND f.kind = 'scan')
  AND NOT EXISTS (SELECT FROM second_look s WHERE s.response = r.id))`;

/** What a line is read from; the words are those that count, also where a person read the mail again. */
export const LINE = `r.id, r.number, r.channel, r.form, r.signatories, r.grade,
  r.received_at AS "receivedAt", r.late, r.standing, ${NOT_YET_CHECKED} AS "notYetChecked",
  r.view, coalesce(r.group_name, e.group_name) AS "group", coalesce(e.name, a.text) AS name`;
export const FROM = `response_standing r
  LEFT JOIN consultee e ON e.id = r.consultee
  LEFT JOIN private_text a ON a.commitment = r.author_commitment
  LEFT JOIN LATERAL (
    SELECT * FROM response_reading WHERE response = r.id ORDER BY seq DESC LIMIT 1) h ON true
  JOIN private_text w ON w.commitment = coalesce(h.words_commitment, r.words_commitment)`;

// One person has one view among those in time and one among the late: the latest.
const VIEWS_THAT_COUNT = `
  SELECT r.id, CASE WHEN r.standing = 'counted' AND ${VIEW_ORDER} > 1 THEN 'not-asked'
      ELSE coalesce(r.view, 'not-asked') END AS view
    FROM response_standing r WHERE r.consultation_id = $1`;

/** A page of a consultation's responses, the latest first; `before` is the last one of the page above. */
export async function listResponses(
  sql: Sql,
  consultation: string,
  page: { readonly filter?: ResponseFilter; readonly before?: number; readonly most?: number } = {},
): Promise<ResponseLine[]> {
  const { filter = {}, before, most = 50 } = page;
  const { rows } = await sql.query<Omit<ResponseLine, 'reference'>>(
    `SELECT ${LINE}, left(w.text, ${OPENING_CHARACTERS}) AS opening FROM ${FROM}
      WHERE r.consultation_id = $1 AND ($2::int IS NULL OR r.number < $2)
        AND ($3::text IS NULL OR coalesce(r.group_name, e.group_name) = $3)
        AND ($4::text IS NULL OR r.id IN (SELECT id FROM (${VIEWS_THAT_COUNT}) v WHERE v.view = $4))
        AND ($5::text IS NULL OR r.channel = $5)
        AND ($6::text IS NULL OR r.standing = $6)
        AND ($7::boolean IS NULL OR r.late = $7)
        AND ($8::text IS NULL OR r.form = $8)
        AND ($9::int IS NULL OR EXISTS (SELECT FROM response_meeting m
          WHERE m.response = r.id AND m.meeting = $9))
      ORDER BY r.number DESC LIMIT $10`,
    [
      consultation,
      before ?? null,
      filter.group ?? null,
      filter.view ?? null,
      filter.channel ?? null,
      filter.standing ?? null,
      filter.late ?? null,
      filter.form ?? null,
      filter.meeting ?? null,
      most,
    ],
  );
  return rows.map((row) => ({ ...row, reference: referenceOf(row.number) }));
}

/** What one consultee has said, or these responses, the first first. */
export async function responsesOf(
  sql: Sql,
  of: { readonly consultee: string } | { readonly ids: readonly string[] },
): Promise<SaidByOne[]> {
  const { rows } = await sql.query<Omit<SaidByOne, 'reference'>>(
    `SELECT ${LINE}, w.text AS words, left(w.text, ${OPENING_CHARACTERS}) AS opening, r.publish,
        ARRAY (SELECT d.file_name FROM response_file f JOIN document d ON d.id = f.document
          WHERE f.response = r.id ORDER BY d.id) AS files
       FROM ${FROM}
      WHERE ${'ids' in of ? 'r.id = ANY ($1::uuid[])' : 'r.consultee = $1'} ORDER BY r.number`,
    ['ids' in of ? of.ids : of.consultee],
  );
  return rows.map((row) => ({ ...row, reference: referenceOf(row.number) }));
}

/** What somebody said, for whoever said it. */
export type SaidByOne = ResponseLine & {
  readonly words: string | null;
  readonly publish: Publish | null;
  /** The names of the files that came with it. */
  readonly files: readonly string[];
};

type WholeRow = Omit<WholeResponse, 'reference' | 'replaced' | 'replacedBy' | 'readByHand'> & {
  readonly handKinds: readonly Segment['kind'][] | null;
  readonly handAt: Date | null;
  readonly handBy: string | null;
  readonly handReason: string | null;
  readonly older: { id: string; number: number } | null;
  readonly newer: { id: string; number: number } | null;
};

/** One response of a consultation; null when it is not one of its own. */
export async function findResponse(
  sql: Sql,
  consultation: string,
  id: string,
): Promise<WholeResponse | null> {
  const { rows } = await sql.query<WholeRow>(
    `SELECT ${LINE}, w.text AS words, r.publish, r.consultee, e.email AS "consulteeEmail",
        r.recorded_at AS "recordedAt", r.entered_by AS "enteredBy", g.text AS reason,
        r.decided_at AS "decidedAt", i.reading AS mail, r.letter,
        h.kinds AS "handKinds", h.at AS "handAt", hp.name AS "handBy", hr.text AS "handReason",
        (SELECT json_build_object('id', o.id, 'number', o.number) FROM response o
          WHERE o.id = r.supersedes) AS older,
        (SELECT json_build_object('id', n.id, 'number', n.number) FROM response n
          WHERE n.supersedes = r.id) AS newer
       FROM ${FROM}
       LEFT JOIN private_text g ON g.commitment = r.reason_commitment
       LEFT JOIN inbound_mail i ON i.id = r.inbound_mail
       LEFT JOIN private_text hr ON hr.commitment = h.reason_commitment
       LEFT JOIN person hp ON hp.id::text = h.by
      WHERE r.consultation_id = $1 AND r.id = $2`,
    [consultation, id],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { older, newer, handKinds, handAt, handBy, handReason, ...whole } = row;
  const named = (it: { id: string; number: number } | null) =>
    it && { id: it.id, reference: referenceOf(it.number) };
  return {
    ...whole,
    reference: referenceOf(row.number),
    replaced: named(older),
    replacedBy: named(newer),
    readByHand:
      handKinds === null
        ? null
        : { kinds: handKinds, at: handAt!, by: handBy ?? '', reason: handReason },
  };
}

/** The mail that a response came by, exactly as it came; null for other channels. */
export async function originalOf(
  sql: Sql,
  consultation: string,
  id: string,
): Promise<Buffer | null> {
  const { rows } = await sql.query<{ raw: Buffer }>(
    `SELECT i.raw FROM response r JOIN inbound_mail i ON i.id = r.inbound_mail
      WHERE r.consultation_id = $1 AND r.id = $2`,
    [consultation, id],
  );
  return rows[0]?.raw ?? null;
}
