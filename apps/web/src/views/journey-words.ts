import { content, fill } from '#platform';
import type { Words } from '#platform';
import type { CaseBody } from '#cases';
import { publication, wording } from '#consultation';
import { carried } from '#journey';
import type {
  ArticlesModel,
  BoardResolved,
  Condition,
  Region,
  Route,
  Sender,
  Stage,
  Task,
} from '#journey';
import { day } from '../http/dates.js';

type Strings = Readonly<Record<string, string>>;

export interface Parts {
  readonly regions: Readonly<Record<Region, string>>;
  readonly stages: Readonly<Record<Stage, string>>;
  readonly senders: Readonly<Record<Sender, string>>;
  readonly taskStatuses: Strings;
  readonly consentStates: Strings;
  readonly documentStates: Strings;
  readonly documents: Strings;
  readonly parties: Strings;
  readonly capacities: Strings;
  readonly categories: Strings;
  readonly denominations: Strings;
  readonly employers: Strings;
  readonly land: Strings;
  readonly verdicts: Strings;
  readonly dfeOutcomes: Strings;
  readonly decidedBy: Strings;
  readonly decisionReasons: Strings;
  readonly dateReasons: Strings;
  readonly dateStandings: Strings;
  readonly routes: Readonly<Record<Route, string>>;
  readonly orderBases: Strings;
  readonly holdReasons: Strings;
  readonly revocationReasons: Strings;
  readonly unknown: Strings;
  readonly endings: Strings;
  readonly conditionsDue: Strings;
  readonly articlesModels: Readonly<Record<ArticlesModel, string>>;
}

export interface TaskWords {
  readonly title: string;
  readonly done: string;
  readonly hint: string;
  readonly later: string;
  readonly waiting?: string;
  readonly notNeeded?: string;
  readonly law?: string;
}

/** The names of things of the journey: content/journey/parts.json. */
export const parts = (): Parts => content<Parts>('journey/parts');
const taskWords = () => content<Readonly<Record<string, TaskWords>>>('journey/tasks');
const eventWords = () =>
  content<Readonly<Record<string, { title: Words; act: Words }>>>('journey/events');
const unnamed = () => content<{ unnamedBodies: Strings }>('clerk/words').unnamedBodies;

/** The capacity in a consent's name: 'trustee-2' is a second trustee. */
export const capacityOf = (consent: string): string => consent.replace(/-\d+$/, '');

/** The name of the body behind a consent, or what it is while nobody has named it. */
export function bodyName(consent: string, bodies: readonly CaseBody[]): string {
  const named = bodies.find(({ part }) => part === consent)?.name;
  return named ?? unnamed()[capacityOf(consent)] ?? consent;
}

/** The words of a task of a case, with its body or document named. */
export function wordsOfTask(
  task: Pick<Task, 'words' | 'part'>,
  bodies: readonly CaseBody[],
): TaskWords {
  const words = taskWords()[task.words];
  if (words === undefined) throw new Error(`content/journey/tasks.json lacks ${task.words}.`);
  const { part } = task;
  const number = part?.match(/\d+$/)?.[0] ?? '';
  const facts =
    part === null ? {} : { body: bodyName(part, bodies), document: documentName(part), number };
  return Object.fromEntries(
    Object.entries(words).map(([name, sentence]) => [
      name,
      capital(fill(sentence as string, facts)),
    ]),
  ) as unknown as TaskWords;
}

const categoryName = (category: string): string =>
  content<{ categories: Readonly<Record<string, string>> }>('clerk/board').categories[category] ??
  category;

/** What is missing, in words: bodies, governors, documents and days named. */
export function wordsOfCondition(
  { sentence, missing }: Pick<Condition, 'sentence' | 'missing'>,
  bodies: readonly CaseBody[],
): string {
  const named = Object.entries(missing).map(([name, value]) => {
    if (name === 'consents') return [name, asList(value).map((id) => bodyName(id, bodies))];
    if (name === 'governors') return [name, asList(value).map(categoryName)];
    if (name === 'papers') return [name, asList(value).map(paperName)];
    if (name === 'tasks') return [name, asList(value).map(departmentTaskName)];
    if (name === 'conditions') return [name, asList(value).map((id) => id.replace('-', ' '))];
    if (name === 'sections') return [name, asList(value).map(sectionName)];
    if (name === 'groups') return [name, asList(value).map(groupName)];
    if (name === 'documents') return [name, asList(value).map(documentName)];
    return [name, isDay(value) ? day(value) : value];
  });
  return fill(sentence, Object.fromEntries(named) as object);
}

/** What an event of the journal says, in words. */
export function wordsOfEvent(
  type: string,
  data: Readonly<Record<string, unknown>>,
  bodies: readonly CaseBody[],
): string | null {
  const words = eventWords()[type];
  if (words === undefined) return null;
  const { consent, document, model, party, votes } = data as Readonly<Record<string, string>>;
  const facts = {
    ...data,
    ...(consent === undefined ? {} : { body: bodyName(consent, bodies) }),
    ...(document === undefined ? {} : { document: documentName(document) }),
    ...(model === undefined
      ? {}
      : { articles: parts().articlesModels[model as ArticlesModel].toLowerCase() }),
    ...(party === undefined ? {} : { party: parts().parties[party] ?? party }),
    ...(votes === undefined
      ? {}
      : { carried: carried(votes as unknown as BoardResolved['votes']) }),
  };
  return capital(fill(words.title, facts));
}

const paperName = (kind: string): string =>
  content<Readonly<Record<string, string>>>('journey/document-kinds')[kind] ?? kind;

/** A section that people must be able to read: what they cannot read, as a sentence goes on. */
function sectionName(id: string): string {
  const { nothing } = content<{ nothing: string }>('consultation-text');
  const found = publication.sections().find((section) => section.id === id);
  return found === undefined ? nothing : `“${found.title}”`;
}

/** A group of stakeholders, as a sentence goes on. */
const groupName = (group: string): string =>
  (wording().groupsInSentence as Readonly<Record<string, string>>)[group] ?? group;

/** The name of one of the Department's tasks: content/completion/tasks.json. */
export const departmentTaskName = (id: string): string =>
  content<{ tasks: Readonly<Record<string, { title: string }>> }>('completion/tasks').tasks[id]
    ?.title ?? id;

export const documentName = (id: string): string => parts().documents[id] ?? id;

/** Whose move it is, in words: a body by its name, or whoever the standing names. */
export function wordsOfWaiting(waitingFor: string | null, name: string | null): string {
  const words = content<{ waitingFor: Strings }>('clerk/words').waitingFor;
  if (waitingFor === null) return '';
  if (!waitingFor.startsWith('consent:')) return words[waitingFor] ?? waitingFor;
  return capital(name ?? bodyName(waitingFor.slice('consent:'.length), []));
}

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const asList = (value: unknown): readonly string[] => [value].flat().map(String);
const isDay = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value);
