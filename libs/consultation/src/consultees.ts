import { append, commitText, storeTexts } from '#evidence';
import { parseAddress, writeMailing } from '#mail';
import { newId, now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { askedGroups } from './asked-groups.js';
import { streamOf } from './consultation.js';
import { consulteeRecipients } from './recipients.js';
import type { ConsulteeAudience } from './recipients.js';
import { sendings } from './sending/index.js';
import { askingLetter } from './sending/write-again.js';
import type { Group } from './stakeholders.js';

/** Somebody to be asked. Without an e-mail address they are written to by post. */
export interface ConsulteeDraft {
  readonly name: string;
  readonly email: string | null;
  readonly group: Group;
  readonly organisation: string | null;
  readonly postal: string | null;
  readonly telephone?: string | null;
  /** What they asked for; left out: as their addresses have it. */
  readonly channel?: WayToPeople;
}

/** How people hear: what they asked for, else by e-mail where they have an address, else by post. */
export const WAYS_TO_PEOPLE = ['email', 'post', 'telephone', 'by-hand'] as const;
export type WayToPeople = (typeof WAYS_TO_PEOPLE)[number];

export interface Consultee extends Required<ConsulteeDraft> {
  readonly id: string;
  readonly addedAt: Date;
  readonly removedAt: Date | null;
}

/** A consultee as the clerk's list shows them. */
export interface ConsulteeLine extends Consultee {
  /** What became of the last letter to them; null while none was written. */
  readonly letter: string | null;
  readonly responses: number;
}

/** Why an address in a list of people cannot be written to. */
export const ADDRESS_FAULT =
  'Enter one e-mail address in the correct format, like name@example.com';

/** What a way to a person lacks: an address to write to, a number to call. */
export function wayFault({ channel, email, telephone }: ConsulteeDraft) {
  if (channel === 'email' && email === null) return { email: 'Enter an e-mail address.' };
  if (channel === 'telephone' && !telephone) return { telephone: 'Enter a telephone number.' };
  return null;
}

const COLUMNS = `e.id, e.name, e.email, e.group_name AS "group", e.organisation, e.postal, e.telephone,
  e.channel, e.added_at AS "addedAt", e.removed_at AS "removedAt"`;

/** Where nobody has set it: so many newcomers of a day one clerk alone writes to. */
const MOST_ALONE = 500;

/**
 * Adds people to those who are asked, and says so in the consultation's record. While the window is
 * open they are written to: at once, unless more than `mostAlone` came on the list within a day;
 * then somebody else of the desk confirms it first.
 */
async function add(
  tx: Tx,
  actor: Actor,
  consultation: string,
  drafts: readonly ConsulteeDraft[],
  mostAlone = MOST_ALONE,
): Promise<string[]> {
  if (drafts.length === 0) return [];
  if (drafts.some(({ email }) => email !== null && parseAddress(email) === null)) {
    throw new Refusal('invalid', { faults: { email: ADDRESS_FAULT } });
  }
  for (const draft of drafts) {
    const fault = wayFault(draft);
    if (fault !== null) throw new Refusal('invalid', { faults: fault });
  }
  const at = await now(tx);
  const people = drafts.map((draft) => ({ id: newId(), ...draft }));
  await tx.query(
    `INSERT INTO consultee (id, consultation_id, name, email, group_name, organisation, postal,
       telephone, channel, added_by, added_at)
     SELECT p.id, $1, p.name, p.email, p."group", p.organisation, p.postal, p.telephone,
       coalesce(p.channel, CASE WHEN p.email IS NULL THEN 'post' ELSE 'email' END), $2, $3
     FROM json_to_recordset($4) AS p (id uuid, name text, email text, "group" text,
       organisation text, postal text, telephone text, channel text)`,
    [consultation, actor.person, at, JSON.stringify(people)],
  );
  const list = commitText(JSON.stringify(people));
  await storeTexts(tx, [list]);
  await append(
    tx,
    streamOf(consultation),
    {
      kind: 'act',
      type: 'consultees.added',
      actor,
      data: { count: people.length },
      texts: { people: list.commitment },
    },
    at,
  );
  await askLater(tx, actor, consultation, mostAlone);
  return people.map(({ id }) => id);
}

/** Who comes on the list while the window is open gets the letter that the others had. */
async function askLater(
  tx: Tx,
  actor: Actor,
  consultation: string,
  mostAlone: number,
): Promise<void> {
  const letter = await askingLetter(tx, consultation);
  if (letter === null) return;
  const { rows } = await tx.query<{ id: string; isUnasked: boolean }>(
    `SELECT e.id, NOT EXISTS (SELECT FROM letter l
          WHERE l.consultation_id = $1 AND l.consultee = e.id) AS "isUnasked"
       FROM consultee e JOIN consultation c ON c.id = e.consultation_id
      WHERE c.id = $1 AND e.removed_at IS NULL AND e.added_at >= c.launched_at
        AND e.added_at > assent_now() - interval '1 day' ORDER BY e.id`,
    [consultation],
  );
  if (rows.length > mostAlone) {
    const unasked = rows.filter(({ isUnasked }) => isUnasked).map(({ id }) => id);
    return sendings.orderForNew(tx, actor, consultation, unasked);
  }
  await writeMailing(tx, {
    ...letter,
    audience: { who: 'not-asked' } satisfies ConsulteeAudience,
    createdBy: actor.person,
    consultationId: consultation,
  });
}

/** Stops asking somebody: no more letters, and their link ends. What they said stays. */
async function remove(
  tx: Tx,
  actor: Actor,
  { consultation, consultee }: { readonly consultation: string; readonly consultee: string },
): Promise<void> {
  const at = await now(tx);
  const { rowCount } = await tx.query(
    `UPDATE consultee SET removed_at = $3
      WHERE consultation_id = $1 AND id = $2 AND removed_at IS NULL`,
    [consultation, consultee, at],
  );
  if (rowCount === 0) throw new Refusal('not-found');
  await tx.query(
    `SELECT mark_letter(id, 'cancelled', '{}') FROM letter
      WHERE consultation_id = $1 AND consultee = $2 AND status IN ('held', 'queued', 'deferred')`,
    [consultation, consultee],
  );
  const data = { consultee };
  await append(
    tx,
    streamOf(consultation),
    { kind: 'act', type: 'consultee.removed', actor, data },
    at,
  );
}

/** A page of those who are asked, by name; `after` is the last one of the page before. */
async function list(
  sql: Sql,
  consultation: string,
  page: { readonly after?: { name: string; id: string } | null; readonly most?: number } = {},
): Promise<ConsulteeLine[]> {
  const { rows } = await sql.query<ConsulteeLine>(
    `SELECT ${COLUMNS},
        (SELECT l.status FROM letter l WHERE l.consultation_id = $1 AND l.consultee = e.id
          ORDER BY l.written_at DESC LIMIT 1) AS letter,
        (SELECT count(*)::int FROM response r WHERE r.consultee = e.id) AS responses
       FROM consultee e
      WHERE e.consultation_id = $1 AND e.removed_at IS NULL
        AND ($2::text IS NULL OR (e.name, e.id) > ($2, $3::uuid))
      ORDER BY e.name, e.id LIMIT $4`,
    [consultation, page.after?.name ?? null, page.after?.id ?? null, page.most ?? 100],
  );
  return rows;
}

async function find(sql: Sql, consultation: string, id: string): Promise<Consultee | null> {
  const { rows } = await sql.query<Consultee>(
    `SELECT ${COLUMNS} FROM consultee e WHERE e.consultation_id = $1 AND e.id = $2`,
    [consultation, id],
  );
  return rows[0] ?? null;
}

/** How many are asked, by group, and how many of them by post. */
async function countByGroup(
  sql: Sql,
  consultation: string,
): Promise<{ group: Group; people: number; byPost: number }[]> {
  const { rows } = await sql.query<{ group: Group; people: number; byPost: number }>(
    `SELECT group_name AS "group", count(*)::int AS people,
        count(*) FILTER (WHERE channel = 'post')::int AS "byPost"
       FROM consultee WHERE consultation_id = $1 AND removed_at IS NULL
      GROUP BY group_name ORDER BY group_name`,
    [consultation],
  );
  return rows;
}

/** Whom a consultation asks. */
export const consultees = {
  add,
  remove,
  list,
  find,
  countByGroup,
  groups: askedGroups,
  sendings,
  recipients: consulteeRecipients,
};
