import type { DocumentKind } from '#evidence';
import { furtherDocuments } from '#journey';
import type { DocumentPart } from '#journey';
import type { Ask, Proof, TaskDefinition } from './definition.js';
import type { Ground } from './ground.js';

/** How a task stands. `unknown`: nobody has found out yet whether the school needs it. */
export type TaskStanding = 'not-started' | 'in-progress' | 'done' | 'not-applicable' | 'unknown';

/** A proof of a task: whether it is there, and the documents by which. */
export interface ProofShown {
  readonly proof: Proof;
  readonly isMet: boolean;
  readonly documents: readonly string[];
}

/** One of the Department's tasks as it stands on a case: computed, never ticked. */
export interface DepartmentTask {
  readonly definition: TaskDefinition;
  readonly standing: TaskStanding;
  readonly proofs: readonly ProofShown[];
  /** The advice that set it aside. */
  readonly advice: string | null;
  /** The answers that were given with its papers, by their names. */
  readonly answers: Readonly<Record<string, string>>;
}

/** How each task stands on this ground, in the order of the definitions. Reads nothing else. */
export function tasksOn(
  ground: Ground,
  definitions: readonly TaskDefinition[],
): readonly DepartmentTask[] {
  return definitions.map((definition) => taskOn(ground, definition));
}

/** The conditions that keep the others waiting, by the names of their tasks. */
export function outstanding(tasks: readonly DepartmentTask[]): readonly string[] {
  return tasks
    .filter(
      ({ definition, standing }) =>
        definition.condition !== undefined && standing !== 'done' && standing !== 'not-applicable',
    )
    .map(({ definition }) => definition.id);
}

/** What is added for a task itself, beside what the case shows anyway: its papers and answers. */
export function ownProofs({ proofs }: Pick<TaskDefinition, 'proofs'>): {
  /** The kinds of paper that will do; none where no paper is added for the task. */
  readonly kinds: readonly DocumentKind[];
  readonly asks: readonly Ask[];
} {
  return {
    kinds: proofs.flatMap((proof) => ('paper' in proof ? proof.paper : [])),
    asks: proofs.flatMap((proof) => ('answer' in proof ? [proof.answer] : [])),
  };
}

function taskOn(ground: Ground, definition: TaskDefinition): DepartmentTask {
  const shown = ground.snapshot.case.context.shown?.[definition.id];
  const advice = shown?.standing === 'set-aside' ? shown.advice : null;
  const proofs = definition.proofs.flatMap((proof) => {
    const found = look(ground, definition.id, proof);
    return found === null ? [] : [{ proof, ...found }];
  });
  const answers = shown?.standing === 'shown' ? shown.answers : {};
  const standing = standingOf(definition.applies?.(ground) ?? true, advice, proofs);
  return { definition, standing, proofs, advice, answers };
}

function standingOf(
  applies: boolean | 'unknown',
  advice: string | null,
  proofs: readonly ProofShown[],
): TaskStanding {
  if (applies === false || advice !== null) return 'not-applicable';
  if (applies === 'unknown') return 'unknown';
  const met = proofs.filter(({ isMet }) => isMet).length;
  if (met === proofs.length) return 'done';
  const isBegun = met > 0 || proofs.some(({ documents }) => documents.length > 0);
  return isBegun ? 'in-progress' : 'not-started';
}

type Looked = Pick<ProofShown, 'isMet' | 'documents'>;

/** Whether one thing is shown, and by which documents; null where this school does without it. */
function look(ground: Ground, task: string, proof: Proof): Looked | null {
  const { snapshot, sent, roles, academy } = ground;
  const facts = snapshot.case.context;
  if ('fact' in proof) {
    const fact = facts[proof.fact];
    const isMet = fact !== undefined && (proof.when?.(facts) ?? true);
    return { isMet, documents: papersIn(ground, fact) };
  }
  if ('instrument' in proof) return lookAtInstrument(ground, proof.instrument, proof.upTo);
  if ('letter' in proof) return { isMet: sent.has(proof.letter), documents: [] };
  if ('person' in proof) return { isMet: roles.has(proof.person), documents: [] };
  if ('register' in proof) return { isMet: academy !== null, documents: [] };
  const shown = facts.shown?.[task];
  if (shown?.standing !== 'shown') return { isMet: false, documents: [] };
  if ('answer' in proof)
    return { isMet: Object.hasOwn(shown.answers, proof.answer.name), documents: [] };
  const kinds: readonly string[] = proof.paper;
  const documents = shown.evidence.filter((id) => kinds.includes(ground.papers.get(id) ?? ''));
  return { isMet: documents.length > 0, documents };
}

const order: readonly DocumentPart['value'][] = [
  'awaited',
  'received',
  'cleared',
  'signed',
  'sealed',
  'published',
];

/** A document that nobody has to sign is as good as signed when it is cleared. */
function lookAtInstrument(ground: Ground, id: string, upTo: DocumentPart['value']): Looked | null {
  const part = ground.snapshot.documents[id];
  if (part === undefined || part.value === 'notNeeded') return null;
  const isOptional = furtherDocuments().some((one) => one.id === id && one.optional);
  if (isOptional && part.value === 'awaited' && upTo === 'published') return null;
  const enough = upTo === 'signed' && part.context.parties.length === 0 ? 'cleared' : upTo;
  return {
    isMet: order.indexOf(part.value) >= order.indexOf(enough),
    documents: papersIn(ground, part.context),
  };
}

/** The documents of the case that a fact names. */
function papersIn({ papers }: Ground, fact: unknown): readonly string[] {
  if (typeof fact !== 'object' || fact === null) return [];
  const named = Object.values(fact).filter((value): value is string => typeof value === 'string');
  return [...new Set(named)].filter((id) => papers.has(id));
}
