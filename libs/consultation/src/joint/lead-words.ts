import { hash } from 'node:crypto';
import { now } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { sections } from '../publication/sections.js';
import { newest, writeVersion } from '../publication/text.js';
import type { Said, SaidBySection } from '../publication/text.js';
import { jointSchools, leadOf } from './joint.js';

/**
 * Which sections of a led consultation are its own: those that say what its lead never said. Every
 * other one is the lead's.
 */
export async function ownSections(sql: Sql, member: string): Promise<readonly string[]> {
  const lead = await leadOf(sql, member);
  const text = await newest(sql, member);
  if (lead === null || text === null) return [];
  const said = await everSaid(sql, lead.consultation);
  return sections()
    .map(({ id }) => id)
    .filter((id) => isOwn(text.sections[id], id, said));
}

/**
 * Gives a consultation that is led, and not launched, the newest words and questions of its lead. A
 * section that it wrote itself stays; where the lead points into a paper of its own case, the member
 * says it in its own way. Nothing for one that is held alone.
 */
export async function takeLeadWords(tx: Tx, actor: Actor, member: string): Promise<void> {
  const lead = await leadOf(tx, member);
  if (lead === null) return;
  await tx.query('SELECT 1 FROM consultation WHERE id = $1 FOR UPDATE', [member]);
  const [theirs, own] = [await newest(tx, lead.consultation), await newest(tx, member)];
  const said = await everSaid(tx, lead.consultation);
  const next = sections().flatMap(({ id }): [string, Said][] => {
    const [mine, led] = [own?.sections[id], theirs?.sections[id]];
    if (isOwn(mine, id, said)) return [[id, mine!]];
    return led === undefined || 'document' in led ? [] : [[id, led]];
  });
  await writeVersion(tx, actor, {
    consultation: member,
    last: own,
    next: Object.fromEntries(next),
  });
  await takeQuestions(tx, actor, { lead: lead.consultation, member });
}

/** Hands on what was written for a consultation to those that it leads and that have not begun. */
export async function handOnWords(tx: Tx, actor: Actor, consultation: string): Promise<void> {
  for (const school of await jointSchools(tx, consultation)) {
    const isLed = !school.isLead && school.consultation !== consultation;
    if (isLed && school.launchedAt === null) await takeLeadWords(tx, actor, school.consultation);
  }
}

const isOwn = (mine: Said | undefined, id: string, said: ReadonlySet<string>): boolean =>
  mine !== undefined && !said.has(`${id} ${JSON.stringify(mine)}`);

/** Every section as any version of a text had it. */
async function everSaid(sql: Sql, consultation: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql.query<{ sections: SaidBySection }>(
    'SELECT sections::json AS sections FROM consultation_text WHERE consultation_id = $1',
    [consultation],
  );
  return new Set(
    rows.flatMap(({ sections: all }) =>
      Object.entries(all).map(([id, one]) => `${id} ${JSON.stringify(one)}`),
    ),
  );
}

async function takeQuestions(
  tx: Tx,
  actor: Actor,
  { lead, member }: { readonly lead: string; readonly member: string },
): Promise<void> {
  const [theirs, own] = [await newestBody(tx, lead), await newestBody(tx, member)];
  const body = theirs?.body ?? '[]';
  if (body === (own?.body ?? '[]')) return;
  await tx.query(
    `INSERT INTO consultation_questions
       (consultation_id, version, body, sha256, written_by, written_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      ...[member, (own?.version ?? 0) + 1, body, hash('sha256', body, 'buffer')],
      ...[actor.person, await now(tx)],
    ],
  );
}

async function newestBody(tx: Tx, consultation: string) {
  const { rows } = await tx.query<{ version: number; body: string }>(
    `SELECT version, body FROM consultation_questions
      WHERE consultation_id = $1 ORDER BY version DESC LIMIT 1`,
    [consultation],
  );
  return rows[0] ?? null;
}
