import { append } from '#evidence';
import { now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';
import { answersOf } from '../questions/answers.js';
import { decideResponse } from '../decide-response.js';
import { findResponse, FROM, LINE, NOT_YET_CHECKED } from '../read-responses.js';
import type { ResponseLine, WholeResponse } from '../read-responses.js';
import { recordResponse, referenceOf } from '../record-response.js';
import { besideOf } from './beside-response.js';

/** What a second person found who held the typed words against the scan. */
export interface SecondLook {
  readonly outcome: 'same' | 'not-same';
  readonly by: string;
  readonly byName: string | null;
  readonly at: Date;
}

export interface LookGiven {
  readonly consultation: string;
  readonly response: string;
  /** Null: the words are the same. Else what the scan says. */
  readonly words: string | null;
}

/** What was typed from a scan and nobody else has looked at, the first first. */
export async function waitingForLook(
  sql: Sql,
  consultation: string,
): Promise<readonly (Omit<ResponseLine, 'opening'> & { readonly enteredBy: string })[]> {
  const { rows } = await sql.query<Omit<ResponseLine, 'reference'> & { enteredBy: string }>(
    `SELECT ${LINE}, r.entered_by AS "enteredBy" FROM ${FROM}
      WHERE r.consultation_id = $1 AND ${NOT_YET_CHECKED} ORDER BY r.number`,
    [consultation],
  );
  return rows.map((row) => ({ ...row, reference: referenceOf(row.number) }));
}

/** What became of the second look at a response; null while nobody has looked. */
export async function lookOf(sql: Sql, response: string): Promise<SecondLook | null> {
  const { rows } = await sql.query<SecondLook>(
    `SELECT s.outcome, s.by, p.name AS "byName", s.at
       FROM second_look s LEFT JOIN person p ON p.id::text = s.by WHERE s.response = $1`,
    [response],
  );
  return rows[0] ?? null;
}

/**
 * Records that a second person held the typed words against the scan. Other words are a version of
 * their own, which replaces the typed one and waits for a look in its turn. Refuses `same-typist`
 * to whoever typed it, and `conflict` where somebody has looked.
 */
export async function lookAgain(
  tx: Tx,
  actor: Actor,
  { consultation, response, words }: LookGiven,
): Promise<string | null> {
  await tx.query('SELECT 1 FROM consultation WHERE id = $1 FOR UPDATE', [consultation]);
  const whole = await findResponse(tx, consultation, response);
  const { files } = await besideOf(tx, { consultation, response });
  if (whole?.enteredBy == null || !files.some(({ kind }) => kind === 'scan')) {
    throw new Refusal('not-found');
  }
  if (whole.enteredBy === actor.person) throw new Refusal('same-typist', { response });
  const stands = whole.standing !== 'superseded' && whole.standing !== 'withdrawn';
  if (!stands || (await lookOf(tx, response)) !== null) throw new Refusal('conflict', { response });
  const corrected = words === null ? null : await recordAgain(tx, actor, whole, words);
  await note(tx, actor, { consultation, whole, corrected });
  return corrected;
}

async function recordAgain(tx: Tx, actor: Actor, whole: WholeResponse, words: string) {
  const { consultation, ...of } = await ofResponse(tx, whole.id);
  const { files, ...beside } = await besideOf(tx, { consultation, response: whole.id });
  const answers = await answersOf(tx, [whole.id]);
  const meeting = beside.meeting === null ? null : { number: beside.meeting, version: 1 };
  const { id } = await recordResponse(tx, actor, {
    ...{ consultation, consultee: whole.consultee, channel: whole.channel, grade: 'entered' },
    ...{ receivedAt: whole.receivedAt, view: whole.view, group: of.group, words },
    ...{ author: of.author, form: whole.form, signatories: whole.signatories },
    ...{ publish: whole.publish, title: beside.title, speaksFor: beside.speaksFor },
    ...{ files: files.map(({ id: file, sha256, kind }) => ({ id: file, sha256, kind })) },
    ...{ meeting, supersedes: whole.id, answers: answers.get(whole.id) ?? [] },
  });
  if (whole.standing === 'not-counted') {
    const reason = whole.reason ?? 'As it was decided of the version before it.';
    await decideResponse(tx, actor, {
      consultation,
      response: id,
      decision: 'not-counted',
      reason,
    });
  }
  return id;
}

/** As it was entered, not as the list of people would fill it up. */
async function ofResponse(sql: Sql, response: string) {
  const { rows } = await sql.query<{
    consultation: string;
    group: WholeResponse['group'];
    author: string | null;
  }>(
    `SELECT r.consultation_id AS consultation, r.group_name AS "group", a.text AS author
       FROM response r LEFT JOIN private_text a ON a.commitment = r.author_commitment
      WHERE r.id = $1`,
    [response],
  );
  return rows[0]!;
}

interface Noted {
  readonly consultation: string;
  readonly whole: WholeResponse;
  readonly corrected: string | null;
}

async function note(tx: Tx, actor: Actor, { consultation, whole, corrected }: Noted) {
  const at = await now(tx);
  const outcome = corrected === null ? 'same' : 'not-same';
  const data = { response: whole.id, reference: whole.reference, outcome, corrected };
  const { seq } = await append(
    tx,
    streamOf(consultation),
    { kind: 'act', type: 'response.looked-at-again', actor, data },
    at,
  );
  await tx.query(
    `INSERT INTO second_look (response, entered_by, outcome, corrected, by, at, record_seq)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [whole.id, whole.enteredBy, outcome, corrected, actor.person, at, seq],
  );
}
