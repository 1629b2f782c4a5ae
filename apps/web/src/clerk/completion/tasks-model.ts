import { content, fill } from '#platform';
import type { CaseView } from '#cases';
import type { Document } from '#evidence';
import { outstanding, ownProofs } from '#completion';
import type { DepartmentTask, Proof, ProofShown, TaskGroup, TaskStanding } from '#completion';
import { day } from '../../http/dates.js';
import { documentName, parts } from '../../views/journey-words.js';
import { stepPath } from './instruments-model.js';

type Strings = Readonly<Record<string, string>>;

/** The words of the Department's tasks: content/completion/tasks.json. */
export interface CompletionWords {
  readonly groups: Readonly<Record<TaskGroup, string>>;
  readonly standings: Readonly<Record<TaskStanding, string>>;
  readonly tasks: Readonly<Record<string, { readonly title: string; readonly hint: string }>>;
  readonly asks: Readonly<Record<string, { readonly label: string; readonly among?: Strings }>>;
  readonly proofs: {
    readonly fact: Strings;
    readonly instrument: string;
    readonly letter: Strings;
    readonly person: Strings;
    readonly register: Strings;
    readonly paper: string;
  };
}

const COLOURS: Readonly<Record<TaskStanding, string>> = {
  done: 'green',
  'in-progress': 'blue',
  'not-started': 'grey',
  'not-applicable': 'grey',
  unknown: 'yellow',
};

/** The Department's tasks by its own sections, each with what shows it and what can be added. */
export function completionOf(
  view: Pick<CaseView, 'id' | 'snapshot'>,
  tasks: readonly DepartmentTask[],
  documents: readonly Document[],
  words = content<CompletionWords>('completion/tasks'),
) {
  const open = outstanding(tasks);
  const conditions = tasks.filter(
    ({ definition, standing }) => definition.isCondition && standing !== 'not-applicable',
  );
  return {
    conditions: {
      all: conditions.length,
      done: conditions.length - open.length,
      open: open.map((id) => ({ text: words.tasks[id]?.title ?? id, href: `#task-${id}` })),
      confirmed: view.snapshot.case.context.conditionsMet?.on ?? null,
      href: stepPath(view.id, 'confirm-conditions'),
    },
    groups: (Object.keys(words.groups) as TaskGroup[]).map((group) => {
      const own = tasks.filter(({ definition }) => definition.group === group);
      const needed = own.filter(({ standing }) => standing !== 'not-applicable');
      return {
        id: group,
        title: words.groups[group],
        needed: needed.length,
        done: needed.filter(({ standing }) => standing === 'done').length,
        begun: needed.filter(({ standing }) => standing === 'in-progress').length,
        rows: own.map((task) => taskRow(view.id, task, documents, words)),
      };
    }),
  };
}

function taskRow(
  caseId: string,
  { definition, standing, proofs, advice, answers }: DepartmentTask,
  documents: readonly Document[],
  words: CompletionWords,
) {
  const { id } = definition;
  const isOpen = standing === 'not-started' || standing === 'in-progress';
  const own = ownProofs(definition);
  return {
    id,
    title: words.tasks[id]?.title ?? id,
    hint: words.tasks[id]?.hint ?? '',
    status: { text: words.standings[standing], colour: COLOURS[standing] },
    isCondition: definition.isCondition === true,
    proofs: proofs.map((shown) => proofRow(caseId, shown, answers, documents, words)),
    advice: advice === null ? null : paperLink(caseId, advice, documents),
    show:
      own.kinds.length > 0 && standing !== 'not-applicable'
        ? stepPath(caseId, `show-task:${id}`)
        : null,
    setAside: definition.canBeSetAside && isOpen ? stepPath(caseId, `set-task-aside:${id}`) : null,
  };
}

function proofRow(
  caseId: string,
  { proof, isMet, documents: ids }: ProofShown,
  answers: Strings,
  documents: readonly Document[],
  words: CompletionWords,
) {
  return {
    text: proofName(proof, words),
    isMet,
    answer: 'answer' in proof ? answerInWords(proof.answer.name, answers, words) : null,
    papers: ids.flatMap((id) => paperLink(caseId, id, documents) ?? []),
  };
}

function proofName(proof: Proof, words: CompletionWords): string {
  const { proofs } = words;
  if ('fact' in proof) return proofs.fact[proof.fact] ?? proof.fact;
  if ('letter' in proof) return proofs.letter[proof.letter] ?? proof.letter;
  if ('person' in proof) return proofs.person[proof.person] ?? proof.person;
  if ('register' in proof) return proofs.register[proof.register] ?? proof.register;
  if ('answer' in proof) return words.asks[proof.answer.name]?.label ?? proof.answer.name;
  if ('paper' in proof) return proofs.paper;
  const standing = (parts().documentStates[proof.upTo] ?? proof.upTo).toLowerCase();
  return fill(proofs.instrument, { document: documentName(proof.instrument), standing });
}

function answerInWords(name: string, answers: Strings, words: CompletionWords): string | null {
  const given = answers[name];
  if (given === undefined) return null;
  return /^\d{4}-\d\d-\d\d$/.test(given) ? day(given) : (words.asks[name]?.among?.[given] ?? given);
}

function paperLink(caseId: string, id: string, documents: readonly Document[]) {
  const found = documents.find((document) => document.id === id);
  if (found === undefined) return null;
  return { text: found.title, href: `/cases/${caseId}/documents/${id}` };
}
