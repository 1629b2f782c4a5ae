import { newId } from '#platform';
import type { JourneyEvent, Recipient } from '#journey';
import { letterRow } from '#mail';
import type { LetterRow } from '#mail';
import { casePath } from './case-path.js';
import type { Telling } from './move.js';
import { STAFF_PART } from './case-people.js';
import type { CaseAtDoor, CasePerson } from './read-case.js';
import { valuesOf } from './letter-values.js';
import type { MailingRow } from './write-move.js';

/** The roles on a case to which each kind of recipient answers. */
const roleOf = {
  clerk: 'clerk',
  chair: 'chair',
  'senior-officer': 'senior-officer',
  governors: 'governor',
  trust: 'trust-officer',
  authority: 'authority-officer',
  region: 'regional-officer',
  unions: 'union-officer',
  representatives: 'union-officer',
  'the-body': 'faith-officer',
  'consenting-bodies': 'faith-officer',
  consultees: null,
} as const satisfies Record<Recipient, string | null>;

/** The letters of a move: one to each person on the case whom the journey's table names. */
export function lettersOf(telling: Telling): readonly LetterRow[] {
  const { decision, move, found, cause, baseUrl } = telling;
  const values = valuesOf(telling);
  return decision.intents.flatMap((intent) => {
    if (intent.type !== 'write') return [];
    const told = new Map(
      intent.to.flatMap((to) => peopleFor(to, move.event, found)).map((p) => [p.person, p]),
    );
    return [...told.values()].map((person) =>
      letterRow({
        template: intent.letter,
        to: { name: person.name, address: person.email, person: person.person },
        values: {
          ...values,
          bodyName: bodyNameOf(person, found),
          link: `${baseUrl}${casePath(person.role, found.id)}`,
        },
        caseId: found.id,
        cause,
      }),
    );
  });
}

/** Mailings to everybody who was consulted: only once the consultation has begun. */
export function mailingsOf(telling: Telling): readonly MailingRow[] {
  const { decision, move } = telling;
  const consultation = decision.snapshot.case.context.consultation?.consultation;
  if (consultation === undefined) return [];
  return decision.intents.flatMap((intent) =>
    intent.type === 'write' && intent.to.includes('consultees')
      ? [
          {
            id: newId(),
            consultation_id: consultation,
            template: intent.letter,
            audience: { who: 'everybody' },
            values: { ...valuesOf(telling), link: publicPage(telling.baseUrl, consultation) },
            created_by: move.actor.person,
          },
        ]
      : [],
  );
}

/** Consultees have no way into the case; what is published of their consultation is here. */
const publicPage = (baseUrl: string, consultation: string): string =>
  `${baseUrl}/consultations/${consultation}`;

function peopleFor(to: Recipient, event: JourneyEvent, found: CaseAtDoor): readonly CasePerson[] {
  const people = found.people.filter(({ role }) => role === roleOf[to]);
  const part = partOf(to, event);
  if (part === null) return people;
  const bodies = found.bodies.filter((body) => body.part === part).map(({ body }) => body);
  return people.filter(({ body }) => bodies.includes(body));
}

/** The part on the case of whose bodies alone people are told; null: of any. */
function partOf(to: Recipient, event: JourneyEvent): string | null {
  if (to === 'representatives') return STAFF_PART;
  return to === 'the-body' && 'consent' in event ? event.consent : null;
}

function bodyNameOf(person: CasePerson, found: CaseAtDoor): string {
  return found.bodies.find(({ body }) => body === person.body)?.name ?? '';
}
