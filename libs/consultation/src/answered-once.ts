import { hash } from 'node:crypto';
import { Refusal } from '#platform';
import type { Tx } from '#platform';

/** A form that was sent: by its nonce, by whom, and with what. */
export interface SentForm {
  readonly nonce: string;
  readonly who: string;
  readonly form: object;
}

/** What the same form was answered with before, or null; the same nonce with other words is refused. */
export async function answeredBefore<A>(tx: Tx, { nonce, who, form }: SentForm): Promise<A | null> {
  const { rows } = await tx.query<{ person: string; form: Buffer; answer: A }>(
    'SELECT person, form_hash AS form, answer FROM answered_form WHERE nonce = $1',
    [nonce],
  );
  const [found] = rows;
  if (found === undefined) return null;
  if (found.person !== who || !found.form.equals(hashOf(form))) throw new Refusal('invalid');
  return found.answer;
}

/** Remembers the answer in the transaction that gives it. */
export async function rememberAnswer(
  tx: Tx,
  { nonce, who, form }: SentForm,
  answer: object,
): Promise<void> {
  await tx.query(
    `INSERT INTO answered_form (nonce, person, form_hash, answer, answered_at)
     VALUES ($1, $2, $3, $4, assent_now())`,
    [nonce, who, hashOf(form), JSON.stringify(answer)],
  );
}

const hashOf = (form: object): Buffer => hash('sha256', JSON.stringify(form), 'buffer');
