import { append, commitText, storeTexts } from '#evidence';
import type { CommittedText, JsonFacts } from '#evidence';
import { newId, now } from '#platform';
import type { Actor, Tx } from '#platform';
import { keepBeside } from './channels/beside-response.js';
import type { Beside } from './channels/beside-response.js';
import { streamOf } from './consultation.js';
import type { Grade, Group, Publish, ResponseChannel, ResponseForm, View } from './stakeholders.js';
import { commitAnswers, insertAnswers } from './questions/answers.js';
import type { GivenAnswer } from './questions/answers.js';

/** What somebody said, however it came. */
export interface ResponseFacts extends Beside {
  readonly consultation: string;
  readonly consultee: string | null;
  readonly channel: ResponseChannel;
  readonly receivedAt: Date;
  readonly view: View | null;
  readonly group: Group | null;
  readonly words: string;
  /** The name of somebody who is not among the consultees. */
  readonly author?: string | null;
  readonly grade: Grade;
  readonly letter?: string | null;
  readonly inbound?: { readonly id: string; readonly sha256: string } | null;
  readonly supersedes?: string | null;
  /** An individual's, where nothing is said. */
  readonly form?: ResponseForm;
  /** How many signed, as whoever handed a petition in states it. */
  readonly signatories?: number | null;
  readonly publish?: Publish | null;
  /** The first of the responses that one reply to several schools is; null: this is it, or the only one. */
  readonly joint?: string | null;
  /** What they say to the questions beside the one on the proposal. */
  readonly answers?: readonly GivenAnswer[];
}

export interface RecordedResponse {
  readonly id: string;
  readonly reference: string;
  readonly receivedAt: Date;
  readonly late: boolean;
}

/** R-0001: the receipt number, without a gap within its consultation. */
export const referenceOf = (number: number): string => `R-${String(number).padStart(4, '0')}`;

/** The one way in which a response is written: its row, its words, and the entry that commits to both. */
export async function recordResponse(
  tx: Tx,
  actor: Actor,
  facts: ResponseFacts,
): Promise<RecordedResponse> {
  const id = newId();
  const at = await now(tx);
  const { number, closesAt } = await nextNumber(tx, facts.consultation);
  const words = commitText(asStored(facts.words));
  const author = facts.author ? commitText(asStored(facts.author)) : null;
  const title = facts.title ? commitText(asStored(facts.title)) : null;
  const speaksFor = facts.speaksFor ? commitText(asStored(facts.speaksFor)) : null;
  const texts = { words, author, title, speaksFor };
  const answers = commitAnswers(facts.answers ?? []);
  const own = Object.values(texts).filter((text) => text !== null);
  await storeTexts(tx, [...own, ...answers.stored]);
  const entry = await append(
    tx,
    streamOf(facts.consultation),
    {
      kind: 'act',
      type: 'response.received',
      actor,
      on: facts.receivedAt.toISOString(),
      data: { ...entryData(id, referenceOf(number), closesAt, facts), ...answers.data },
      texts: { ...commitmentsOf(texts), ...answers.texts },
      evidence: (facts.files ?? []).map(({ id: document, sha256 }) => {
        return { document, sha256, as: 'response' as const };
      }),
    },
    at,
  );
  await insert(tx, { id, number, at, seq: entry.seq, actor, facts, words, author });
  await keepBeside(tx, { response: id, consultation: facts.consultation }, facts, texts);
  await insertAnswers(tx, answers, { response: id, at, by: actor.person, seq: entry.seq });
  const late = facts.receivedAt >= closesAt;
  return { id, reference: referenceOf(number), receivedAt: facts.receivedAt, late };
}

/** Holds the consultation's row, so that numbers have no gap and come in the order of the record. */
async function nextNumber(
  tx: Tx,
  consultation: string,
): Promise<{ number: number; closesAt: Date }> {
  const { rows } = await tx.query<{ number: number; closesAt: Date }>({
    name: 'next-response-number',
    text: `UPDATE consultation SET last_number = last_number + 1
      WHERE id = $1 AND launched_at IS NOT NULL
      RETURNING last_number AS number, closes_at AS "closesAt"`,
    values: [consultation],
  });
  if (rows[0] === undefined) throw new Error(`The consultation ${consultation} was not launched.`);
  return rows[0];
}

/** Postgres holds neither NUL nor half a character; the whole original still shows both. */
function asStored(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}

function entryData(id: string, reference: string, closesAt: Date, facts: ResponseFacts): JsonFacts {
  return {
    response: id,
    reference,
    channel: facts.channel,
    grade: facts.grade,
    view: facts.view,
    group: facts.group,
    consultee: facts.consultee,
    letter: facts.letter ?? null,
    mail: facts.inbound?.id ?? null,
    mailSha256: facts.inbound?.sha256 ?? null,
    supersedes: facts.supersedes ?? null,
    closesAt: closesAt.toISOString(),
    form: facts.form ?? 'individual',
    signatories: facts.signatories ?? null,
    publish: facts.publish ?? null,
    meeting: facts.meeting ? { ...facts.meeting } : null,
    survey: facts.survey ? { ...facts.survey } : null,
    ...(facts.joint ? { joint: facts.joint } : {}),
  };
}

function commitmentsOf(texts: Readonly<Record<string, CommittedText | null>>) {
  const kept = Object.entries(texts).flatMap(([name, text]) =>
    text === null ? [] : [[name, text.commitment] as const],
  );
  return Object.fromEntries(kept);
}

interface Row {
  readonly id: string;
  readonly number: number;
  readonly at: Date;
  readonly seq: number;
  readonly actor: Actor;
  readonly facts: ResponseFacts;
  readonly words: CommittedText;
  readonly author: CommittedText | null;
}

async function insert(tx: Tx, row: Row): Promise<void> {
  const { facts } = row;
  await tx.query({
    name: 'insert-response',
    text: `INSERT INTO response (id, consultation_id, number, consultee, channel, received_at,
        recorded_at, view, group_name, words_commitment, author_commitment, inbound_mail, letter,
        grade, supersedes, entered_by, record_seq, form, signatories, publish, joint)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, decode($10, 'hex'), decode($11, 'hex'), $12, $13,
        $14, $15, $16, $17, $18, $19, $20, $21)`,
    values: [
      row.id,
      facts.consultation,
      row.number,
      facts.consultee,
      facts.channel,
      facts.receivedAt,
      row.at,
      facts.view,
      facts.group,
      row.words.commitment,
      row.author?.commitment ?? null,
      facts.inbound?.id ?? null,
      facts.letter ?? null,
      facts.grade,
      facts.supersedes ?? null,
      facts.grade === 'entered' ? row.actor.person : null,
      row.seq,
      facts.form ?? 'individual',
      facts.signatories ?? null,
      facts.publish ?? null,
      facts.joint ?? null,
    ],
  });
}
