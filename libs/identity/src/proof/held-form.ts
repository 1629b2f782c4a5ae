import { Refusal, Sealer, newId, type Sql } from '#platform';

/** For so long somebody may take to find their phone; the worker removes what is older. */
const HELD_FOR = '1 hour';

/** What somebody had typed when they were asked to prove who they are. */
export interface HeldForm {
  /** Where it was on its way to. */
  readonly path: string;
  readonly fields: Readonly<Record<string, string | string[]>>;
}

const sealerOf = (keys: readonly string[]) => new Sealer(keys, 'held form');

/** Keeps a form for the session that sent it, sealed; answers its id. */
export async function holdForm(
  sql: Sql,
  { keys, session, path, fields }: HeldForm & { keys: readonly string[]; session: string },
): Promise<string> {
  const id = newId();
  await sql.query(
    'INSERT INTO held_form (id, session, path, sealed_fields) VALUES ($1, $2, $3, $4)',
    [id, session, path, sealerOf(keys).seal(JSON.stringify(fields), `${session} ${path}`)],
  );
  return id;
}

/** The form again, for the session that sent it alone; refused as `not-found` to any other. */
export async function heldForm(
  sql: Sql,
  { keys, session, id }: { keys: readonly string[]; session: string; id: string },
): Promise<HeldForm> {
  const { rows } = await sql.query<{ path: string; sealed: Buffer }>(
    `SELECT path, sealed_fields AS sealed FROM held_form
      WHERE id = $1 AND session = $2 AND held_at > now() - interval '${HELD_FOR}'`,
    [id, session],
  );
  const [found] = rows;
  const text = found && sealerOf(keys).open(found.sealed, `${session} ${found.path}`);
  if (found === undefined || !text) throw new Refusal('not-found', { held: id });
  return { path: found.path, fields: JSON.parse(text) as HeldForm['fields'] };
}

/** Removes the forms that nobody came back for. */
export async function forgetOldForms(sql: Sql): Promise<void> {
  await sql.query(`DELETE FROM held_form WHERE held_at < now() - interval '${HELD_FOR}'`);
}
