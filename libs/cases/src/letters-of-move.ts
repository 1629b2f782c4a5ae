import { newId } from '#platform';
import type { Recipient } from '#journey';
import { letterRow } from '#mail';
import type { LetterRow } from '#mail';
import { casePath } from './case-path.js';
import type { Telling, Wave } from './move.js';
import { STAFF_PART } from './case-people.js';
import type { CaseAtDoor, CasePerson } from './read-case.js';
import { valuesOf, valuesOnPaper } from './letter-values.js';
import { voidedConsents } from './voids.js';
import type { MailingRow } from './write-move.js';

/** The roles on a case to which each kind of recipient answers. */
const roleOf = {
  clerk: 'clerk',
  chair: 'chair',
  'senior-officer': 'senior-officer',
  governors: 'governor',
  trust: 'trust-officer',
  authority: 'authority-officer',
  'authority-on-paper': null,
  region: 'regional-officer',
  unions: 'union-officer',
  representatives: 'union-officer',
  'the-body': 'faith-officer',
  'consenting-bodies': 'faith-officer',
  'voided-bodies': 'faith-officer',
  consultees: null,
} as const satisfies Record<Recipient, string | null>;

/** The letters of a move: one to each person on the case whom the journey's table names. */
export function lettersOf(telling: Telling): readonly LetterRow[] {
  const { decision, found, cause, baseUrl } = telling;
  const values = valuesOf(telling);
  return decision.intents.flatMap((intent) => {
    if (intent.type !== 'write') return [];
    const told = new Map(
      intent.to.flatMap((to) => peopleFor(to, telling)).map((p) => [p.person, p]),
    );
    const onPaper = intent.to.includes('authority-on-paper') ? authorityOf(found) : null;
    if (onPaper !== null) {
      const to = { name: onPaper, address: null };
      return [letterRow({ template: intent.letter, to, values, caseId: found.id, cause })];
    }
    return [...told.values()].map((person) =>
      letterRow({
        template: intent.letter,
        to: {
          name: person.name,
          address: person.email,
          ...(person.email === null ? {} : { person: person.person }),
        },
        values: {
          ...values,
          ...valuesOnPaper(person),
          bodyName: bodyNameOf(person, found),
          link: `${baseUrl}${casePath(person.role, found.id)}`,
        },
        caseId: found.id,
        cause,
      }),
    );
  });
}

/**
 * The local authority by its name, for a letter on paper: it is told of the application and of what
 * the board decides, whether or not somebody of it has a desk. Null where somebody has.
 */
export function authorityOf({ bodies, people }: Pick<CaseAtDoor, 'bodies' | 'people'>) {
  const isNamed = people.some(({ role }) => role === roleOf.authority);
  return isNamed ? null : (bodies.find(({ part }) => part === 'local-authority')?.name ?? null);
}

/** Mailings to everybody who was consulted: only once the consultation has begun. */
export function mailingsOf(telling: Telling): readonly MailingRow[] {
  const { decision, move } = telling;
  const consultation = decision.snapshot.case.context.consultation?.consultation;
  if (consultation === undefined) return [];
  return decision.intents.flatMap((intent) =>
    intent.type === 'write' && intent.to.includes('consultees')
      ? (move.waves ?? [null]).map((wave) => ({
          id: newId(),
          consultation_id: consultation,
          template: move.letters?.[intent.letter] ?? intent.letter,
          audience: { who: 'everybody', ...(wave === null ? {} : { groups: wave.groups }) },
          values: { ...valuesOf(telling), link: publicPage(telling.baseUrl, consultation) },
          created_by: move.actor.person,
          ...(wave === null ? {} : asColumns(wave)),
        }))
      : [],
  );
}

const asColumns = ({ sending, wave, notBefore }: Wave) => ({
  ...{ sending, wave },
  not_before: notBefore.toISOString(),
});

/** Consultees have no way into the case; what is published of their consultation is here. */
const publicPage = (baseUrl: string, consultation: string): string =>
  `${baseUrl}/consultations/${consultation}`;

function peopleFor(to: Recipient, telling: Telling): readonly CasePerson[] {
  const { found } = telling;
  const people = found.people.filter(({ role }) => role === roleOf[to]);
  const parts = partsOf(to, telling);
  if (parts === null) return people;
  const bodies = found.bodies.filter(({ part }) => parts.includes(part)).map(({ body }) => body);
  return people.filter(({ body }) => bodies.includes(body));
}

/** The parts whose bodies alone are told; null where everybody of the role is. */
function partsOf(to: Recipient, { move, found, decision }: Telling): readonly string[] | null {
  if (to === 'representatives') return [STAFF_PART];
  if (to === 'voided-bodies') return voidedConsents(found.snapshot, decision.snapshot);
  return to === 'the-body' && 'consent' in move.event ? [move.event.consent] : null;
}

function bodyNameOf(person: CasePerson, found: CaseAtDoor): string {
  return found.bodies.find(({ body }) => body === person.body)?.name ?? '';
}
