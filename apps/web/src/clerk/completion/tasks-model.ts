import { content, fill } from '#platform';
import type { CaseView } from '#cases';
import type { Document } from '#evidence';
import { outstanding, ownProofs } from '#completion';
import type {
  ConditionBy,
  DepartmentTask,
  Proof,
  ProofShown,
  TaskGroup,
  TaskOwner,
  TaskStanding,
} from '#completion';
import type { CaseFacts, JourneySnapshot } from '#journey';
import { day } from '../../http/dates.js';
import { documentName, parts } from '../../views/journey-words.js';
import { kindName } from '../documents-model.js';
import { stepPath } from './instruments-model.js';

type Strings = Readonly<Record<string, string>>;

/** The words of the Department's tasks: content/completion/tasks.json. */
export interface CompletionWords {
  readonly groups: Readonly<Record<TaskGroup, string>>;
  readonly standings: Readonly<Record<TaskStanding, string>>;
  readonly owners: Readonly<Record<TaskOwner, string>>;
  readonly conditions: Readonly<Record<ConditionBy, string>>;
  readonly missing: Readonly<Record<Exclude<ProofKind, 'instrument'> | 'unknown', string>> & {
    readonly instrument: Strings;
  };
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

type ProofKind = 'fact' | 'instrument' | 'paper' | 'answer' | 'letter' | 'person' | 'register';

/** The step by which a fact comes on the record. */
const FACT_STEPS: Partial<Readonly<Record<keyof CaseFacts, string>>> = {
  order: 'record-order',
  opening: 'set-opening-date',
  insurance: 'confirm-insurance',
  consultationReport: 'report-consultation',
  finalDecision: 'decide-finally',
  academyName: 'name-academy',
  agreement: 'sign-funding-agreement',
  conditionsMet: 'confirm-conditions',
  tupeInformed: 'inform-staff',
  tupeCompleted: 'complete-tupe',
  opened: 'record-opening',
};

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
    ({ definition, standing }) =>
      definition.condition !== undefined && standing !== 'not-applicable',
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
        rows: own.map((task) => taskRow(view, task, documents, words)),
      };
    }),
  };
}

function taskRow(
  view: Pick<CaseView, 'id' | 'snapshot'>,
  { definition, standing, proofs, advice, answers }: DepartmentTask,
  documents: readonly Document[],
  words: CompletionWords,
) {
  const { id, condition } = definition;
  const caseId = view.id;
  const isOpen = standing === 'not-started' || standing === 'in-progress';
  const own = ownProofs(definition);
  return {
    id,
    title: words.tasks[id]?.title ?? id,
    hint: words.tasks[id]?.hint ?? '',
    status: { text: words.standings[standing], colour: COLOURS[standing] },
    condition: condition === undefined ? null : words.conditions[condition],
    owner: ['done', 'not-applicable'].includes(standing) ? null : words.owners[definition.owner],
    unknown:
      standing === 'unknown'
        ? { text: words.missing.unknown, href: stepPath(caseId, 'settle-instruments') }
        : null,
    proofs: proofs.map((shown) => proofRow(view, shown, answers, documents, words)),
    advice: advice === null ? null : paperLink(caseId, advice, documents),
    show:
      own.kinds.length > 0 && standing !== 'not-applicable'
        ? stepPath(caseId, `show-task:${id}`)
        : null,
    setAside: definition.canBeSetAside && isOpen ? stepPath(caseId, `set-task-aside:${id}`) : null,
  };
}

function proofRow(
  view: Pick<CaseView, 'id' | 'snapshot'>,
  { proof, isMet, documents: ids }: ProofShown,
  answers: Strings,
  documents: readonly Document[],
  words: CompletionWords,
) {
  return {
    text: proofName(proof, words),
    isMet,
    missing: isMet ? null : missingOf(view, proof, words),
    answer: 'answer' in proof ? answerInWords(proof.answer.name, answers, words) : null,
    papers: ids.flatMap((id) => paperLink(view.id, id, documents) ?? []),
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

/** What a proof that is not there lacks, and where it is added. */
function missingOf(
  { id, snapshot }: Pick<CaseView, 'id' | 'snapshot'>,
  proof: Proof,
  { missing }: CompletionWords,
): { readonly text: string; readonly href: string | null } {
  const path = `/cases/${id}`;
  if ('instrument' in proof) {
    const href = `${path}/completion/documents#document-${proof.instrument}`;
    return { text: instrumentLacks(snapshot, proof.instrument, missing.instrument), href };
  }
  if ('fact' in proof) {
    const step = FACT_STEPS[proof.fact];
    return { text: missing.fact, href: step === undefined ? null : stepPath(id, step) };
  }
  if ('paper' in proof) {
    const kinds = proof.paper.map((kind) => kindName(kind).toLowerCase()).join(' or ');
    return { text: fill(missing.paper, { kinds }), href: null };
  }
  if ('person' in proof) return { text: missing.person, href: `${path}/people` };
  if ('answer' in proof) return { text: missing.answer, href: null };
  return { text: 'letter' in proof ? missing.letter : missing.register, href: null };
}

function instrumentLacks({ documents }: JourneySnapshot, id: string, words: Strings): string {
  const { value, context } = documents[id]!;
  const unsigned = context.parties.filter((party) => !context.signedBy.includes(party));
  const parties = unsigned.map((party) => parts().parties[party] ?? party);
  return fill(words[value] ?? value, { parties });
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
