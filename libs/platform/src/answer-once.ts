import { createHash } from 'node:crypto';
import { faultPoint } from './fault-point.js';
import { Refusal } from './refusal.js';
import type { Tx } from './sql.js';

/** A form as it was sent: its nonce, who sent it, and all that it said. */
export interface SentForm {
  readonly nonce: string;
  readonly person: string;
  readonly content: unknown;
}

/**
 * Does the work of a form once: the same form sent again (a second click, a retry after a lost
 * answer) gets the first answer, and two at once wait for each other. The same nonce with other
 * content is refused as `invalid`; work that refuses leaves nothing behind and may be sent again.
 */
export async function answerOnce<T extends object>(
  tx: Tx,
  form: SentForm,
  work: () => Promise<T>,
): Promise<T> {
  const formHash = createHash('sha256').update(JSON.stringify(form.content)).digest();
  const { rowCount } = await tx.query(
    `INSERT INTO answered_form (nonce, person, form_hash, answer, answered_at)
     VALUES ($1, $2, $3, 'null', now()) ON CONFLICT (nonce) DO NOTHING`,
    [form.nonce, form.person, formHash],
  );
  if (rowCount === 0) return firstAnswer<T>(tx, form, formHash);
  faultPoint('form.after-nonce');
  const answer = await work();
  faultPoint('form.before-answer');
  await tx.query('UPDATE answered_form SET answer = $2 WHERE nonce = $1', [
    form.nonce,
    JSON.stringify(answer),
  ]);
  return answer;
}

async function firstAnswer<T>(tx: Tx, form: SentForm, formHash: Buffer): Promise<T> {
  const { rows } = await tx.query<{ person: string; form_hash: Buffer; answer: T }>(
    'SELECT person, form_hash, answer FROM answered_form WHERE nonce = $1',
    [form.nonce],
  );
  const first = rows[0];
  if (first === undefined || first.person !== form.person || !first.form_hash.equals(formHash)) {
    throw new Refusal('invalid', { field: 'nonce', reason: 'used-for-another-form' });
  }
  return first.answer;
}
