import { Refusal, answerOnce, inTransaction, newOpaqueId, now } from '#platform';
import type { Actor, SentForm } from '#platform';
import { append } from '#evidence';
import { groupStream } from '../case-papers.js';
import type { Office } from '../office.js';
import type { GroupKind } from './group.js';

export interface NewGroup {
  readonly actor: Actor;
  readonly form: SentForm;
  readonly kind: GroupKind;
  /** What the schools call it; for a trust that is formed, the trust's name. */
  readonly name: string;
}

/** Makes a group on the clerk's desk, with a stream of its own in the record. */
export async function makeGroup(office: Office, given: NewGroup): Promise<{ readonly id: string }> {
  const { actor, form, kind, name } = given;
  if (actor.role !== 'clerk' || actor.body === null) throw new Refusal('not-allowed');
  return inTransaction(office.pool, (tx) =>
    answerOnce(tx, form, async () => {
      const id = newOpaqueId();
      const at = await now(tx);
      await tx.query(
        `INSERT INTO project_group (id, desk, kind, name, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [id, actor.body, kind, name, actor.person, at],
      );
      const data = { kind, name };
      await append(tx, groupStream(id), { kind: 'act', type: 'group.made', actor, data }, at);
      return { id };
    }),
  );
}
