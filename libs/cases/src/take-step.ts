import { Refusal, answerOnce, inTransaction, violates } from '#platform';
import type { Actor, SentForm, Tx } from '#platform';
import { commitText, storeTexts } from '#evidence';
import type { DocumentFacts, KeptFile } from '#evidence';
import { requireCase } from './case-people.js';
import { holdGroupOf, mayLeave, tellGroup } from './groups/tell-group.js';
import { advance } from './door.js';
import { lookUp } from './look-up.js';
import type { Move } from './move.js';
import { streamOf } from './office.js';
import type { Office } from './office.js';

/** What every act of a person on a case carries: who, on which case, as they saw it, by which form. */
export interface Act {
  readonly actor: Actor;
  readonly caseId: string;
  readonly seenVersion: number;
  readonly form: SentForm;
}

/** A paper that comes with an act; the bytes are in the store already, the row comes now. */
export interface Paper extends Omit<DocumentFacts, 'stream' | 'uploadedBy' | 'fileName'> {
  readonly file: KeptFile;
}

/** Where an act ended: enough for the page that follows. */
export interface Done {
  readonly caseId: string;
  readonly reference: string;
  readonly seq: number;
}

/** What an act makes of itself: the event, and what goes beside it. */
export type Step = Pick<Move, 'event' | 'texts' | 'words' | 'onBehalfOf'>;

/**
 * Carries out an act on a case in one transaction: lets `toStep` make the event (with what other
 * libs record), adds what only the database knows, and goes through the door. Refuses as the door does, and `already-open` where the
 * school has another case by now. The papers that show it are on the case already, or with its
 * group. Where the school leaves its group by it, those that depend on it are told.
 */
export async function takeStep(
  office: Office,
  { actor, caseId, seenVersion, form }: Act,
  toStep: (tx: Tx) => Step | Promise<Step>,
): Promise<Done> {
  try {
    return await inTransaction(office.pool, (tx) =>
      answerOnce(tx, form, async () => {
        await requireCase(tx, actor, caseId);
        const given = await toStep(tx);
        const step = { ...given, event: await lookUp(tx, caseId, given.event) };
        const { type } = step.event;
        const group = mayLeave(type) ? await holdGroupOf(tx, caseId) : null;
        const moved = await advance(tx, office.baseUrl, { actor, caseId, seenVersion, ...step });
        if (group !== null) {
          const left = { group, caseId, at: moved.at };
          await tellGroup(tx, office.baseUrl, left, type, moved.snapshot);
        }
        return { caseId, reference: moved.reference, seq: moved.seq };
      }),
    );
  } catch (error) {
    // A case is revived after the school began another one.
    if (violates(error, 'one_open_case_a_school')) throw new Refusal('already-open');
    throw error;
  }
}

/** Files papers on the case, where they stay whatever becomes of the act that they are for. */
export async function filePapers(
  office: Office,
  act: Omit<Act, 'seenVersion'>,
  papers: readonly Paper[],
): Promise<{ readonly documents: readonly string[] }> {
  return inTransaction(office.pool, (tx) =>
    answerOnce(tx, act.form, async () => {
      await requireCase(tx, act.actor, act.caseId);
      return { documents: await recordPapers(office, tx, act, papers) };
    }),
  );
}

/** Writes papers down on a case, in the transaction of an act whose form is answered already. */
export async function recordPapers(
  office: Office,
  tx: Tx,
  { actor, caseId }: Pick<Act, 'actor' | 'caseId'>,
  papers: readonly Paper[],
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const { file, ...facts } of papers) {
    const recorded = await office.documents.record(tx, file, {
      ...facts,
      fileName: file.fileName,
      stream: streamOf(caseId),
      uploadedBy: actor,
    });
    ids.push(recorded.id);
  }
  return ids;
}

/** Stores personal texts and answers their commitments by the same names, for the move's entry. */
export async function keepTexts<K extends string>(
  tx: Tx,
  texts: Readonly<Record<K, string>>,
): Promise<Record<K, string>> {
  const committed = Object.entries<string>(texts).map(([name, text]) => ({
    name,
    ...commitText(text),
  }));
  await storeTexts(tx, committed);
  return Object.fromEntries(committed.map(({ name, commitment }) => [name, commitment])) as Record<
    K,
    string
  >;
}
