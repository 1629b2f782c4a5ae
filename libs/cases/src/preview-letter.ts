import { Refusal, answerOnce, inTransaction, newId } from '#platform';
import type { Actor, SentForm, Settings, Sql, Tx } from '#platform';
import { findConsultation } from '#consultation';
import type { PersonAndWay } from '#consultation';
import { letterBook, letterRow, wakeSender, writeLetters } from '#mail';
import type { LetterSeen, LetterValues } from '#mail';
import { jointWords } from './joint-consultation.js';
import { launchValues } from './letter-values.js';
import type { Office } from './office.js';
import { readCase } from './read-case.js';

const TEMPLATE = 'consultation-launched';

export interface PreviewOf {
  readonly actor: Actor;
  readonly caseId: string;
  /** When people could reply until, in words: it may not be chosen yet. */
  readonly replyBy: string;
}

/**
 * The letter of a launch as one of those who are asked will get it, down to its addresses; only its
 * key is left out. Refuses `not-found` for another desk's case.
 */
export async function previewLetter(
  office: Pick<Office, 'baseUrl'>,
  sql: Sql,
  settings: Pick<Settings, 'mailFrom' | 'mailDomain'>,
  { person, ...of }: PreviewOf & { readonly person: PersonAndWay },
): Promise<LetterSeen> {
  const { name, email, postal, way } = person;
  const address = way === 'email' ? email : null;
  const onPaper = address === null && postal !== null ? { postalAddress: postal } : {};
  const row = letterRow({
    template: TEMPLATE,
    to: { name, address, consultee: person.id },
    values: { ...(await valuesFor(sql, office.baseUrl, of)), ...onPaper },
    caseId: of.caseId,
  });
  return letterBook.asRead(row, { ...settings, publicBaseUrl: office.baseUrl });
}

/**
 * Sends the letter of a launch to the clerk alone, marked as a test. It belongs to nobody who is
 * asked, so nothing counts it, and an answer to it is work for the desk.
 */
export async function sendTestLetter(
  office: Office,
  { form, words, ...of }: PreviewOf & { readonly form: SentForm; readonly words: string },
): Promise<void> {
  await inTransaction(office.pool, (tx) =>
    answerOnce(tx, form, async () => {
      const values = await valuesFor(tx, office.baseUrl, of);
      const consultation = await findConsultation(tx, { caseId: of.caseId });
      const link = `${office.baseUrl}/cases/${of.caseId}/consultation/consultees/check`;
      const [letter] = await writeLetters(tx, [
        {
          template: TEMPLATE,
          to: await addressOf(tx, of.actor),
          values: { ...values, link, test: words },
          caseId: of.caseId,
          consultationId: consultation?.id ?? null,
        },
      ]);
      return { letter: letter ?? newId() };
    }),
  );
  wakeSender(office.pool);
}

async function addressOf(tx: Tx, { person }: Actor) {
  const { rows } = await tx.query<{ name: string; email: string | null }>(
    'SELECT name, email FROM person WHERE id = $1',
    [person],
  );
  const found = rows[0];
  if (found?.email == null) throw new Refusal('not-found', { person });
  return { name: found.name, address: found.email, person };
}

async function valuesFor(
  sql: Sql,
  baseUrl: string,
  { actor, caseId, replyBy }: PreviewOf,
): Promise<LetterValues> {
  const found = await readCase(sql, caseId, actor, []);
  const consultation = await findConsultation(sql, { caseId });
  const joint = consultation === null ? {} : await jointWords(sql, consultation.id);
  return { ...launchValues(baseUrl, found), replyBy, ...joint };
}
