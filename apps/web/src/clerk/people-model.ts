import { content } from '#platform';
import type { CasePart, CaseView, PersonOfPart } from '#cases';
import { ending } from '#journey';
import type { BodyKind } from '#identity';
import { settlePath } from './duties-model.js';
import { capacityOf, capital, parts } from '../views/journey-words.js';

interface PeopleWords {
  readonly parts: Readonly<Record<string, string>>;
  readonly partWaits: Readonly<Record<string, string>>;
  readonly roles: Readonly<Record<string, string>>;
  readonly told: Readonly<Record<string, string>>;
  readonly unnamedBodies: Readonly<Record<string, string>>;
  readonly whoHoldsIt: Readonly<Record<string, string>>;
  readonly whoHoldsItHelp: Readonly<Record<string, string>>;
}

const words = () => content<PeopleWords>('clerk/words');

/** The kinds of body that can have a part; none for parts that other steps fill. */
export const kindOfPart = (part: string): BodyKind | null =>
  content<{ bodyKinds: Readonly<Record<string, BodyKind>> }>('clerk/opening').bodyKinds[
    capacityOf(part)
  ] ?? null;

export interface PersonRow {
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly told: string;
  /** The last letter to this address came back. */
  readonly failed: boolean;
  readonly removeHref: string | null;
}

export interface PartRow {
  readonly part: string;
  readonly title: string;
  readonly capacity: string | null;
  readonly people: readonly PersonRow[];
  readonly addHref: string | null;
  readonly nameHref: string | null;
  readonly nameText: string;
  /** Why nobody can be added yet. */
  readonly waits: string | null;
}

/** The people of a case by the body for which they speak. */
export function partRows(
  view: CaseView,
  found: readonly CasePart[],
  failed: ReadonlySet<string>,
): readonly PartRow[] {
  return found.map((part) => partRow(view, part, failed));
}

function partRow(view: CaseView, found: CasePart, failed: ReadonlySet<string>): PartRow {
  const { part, isConsent, bodies, people } = found;
  const path = `/cases/${view.id}/people/${part}`;
  const isNamed = bodies.length > 0;
  const canName = ending(view.snapshot) === null && kindOfPart(part) !== null;
  const capacity = isConsent ? parts().capacities[capacityOf(part)]! : words().parts[part]!;
  return {
    part,
    title: isNamed ? bodies.map(({ name }) => name).join(', ') : unnamedTitle(part, isConsent),
    capacity: isNamed ? capacity : null,
    people: people.map((person) => personRow(path, found, person, failed)),
    addHref: isNamed && part !== 'desk' ? `${path}/add` : null,
    nameHref: canName ? (isConsent ? settlePath(view.id) : `${path}/body`) : null,
    nameText: isNamed ? 'Change the body' : 'Name the body',
    waits: isNamed ? null : (words().whoHoldsIt[capacityOf(part)] ?? words().partWaits[part]!),
  };
}

const unnamedTitle = (part: string, isConsent: boolean): string =>
  isConsent ? capital(words().unnamedBodies[capacityOf(part)]!) : words().parts[part]!;

function personRow(
  path: string,
  { people }: CasePart,
  { person, name, email, role }: PersonOfPart,
  failed: ReadonlySet<string>,
): PersonRow {
  const isLastClerk = role === 'clerk' && people.filter((one) => one.role === 'clerk').length < 2;
  // Whoever is a senior officer of the desk is one on every case of it.
  const stays = isLastClerk || role === 'senior-officer';
  return {
    name,
    email,
    role: words().roles[role] ?? role,
    told: words().told[role] ?? '',
    failed: failed.has(email.toLowerCase()),
    removeHref: stays ? null : `${path}/remove/${person}/${role}`,
  };
}

/** The question by which a body is named, and where its answer is found. */
export function questionOf(part: string): { readonly question: string; readonly help: string } {
  const capacity = capacityOf(part);
  return {
    question: words().whoHoldsIt[capacity] ?? 'Which body is this?',
    help: words().whoHoldsItHelp[capacity] ?? '',
  };
}
