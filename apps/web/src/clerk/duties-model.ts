import type { CaseView } from '#cases';
import { ending, settlement } from '#journey';
import type { SchoolFacts } from '#journey';
import { capital, bodyName, parts } from '../views/journey-words.js';
import { dutiesInWords } from './opening-model.js';

/** A consent that the case owes, as it stands. */
interface OwedRow {
  readonly who: string;
  readonly isNamed: boolean;
  readonly capacity: string;
  readonly law: string;
  readonly href: string;
  readonly state: string;
}

/** Where the body that consents is named: with a reason, and the paper that shows it. */
export const settlePath = (caseId: string): string => `/cases/${caseId}/steps/settle-duties`;

/**
 * What the law asks of the school of a case, in words, with how each consent stands. `authorities`
 * are the bodies named for denominations today.
 */
export function dutiesOfCase(view: CaseView, authorities: Readonly<Record<string, string>>) {
  const { route } = view.snapshot.case.context;
  const school = settlement.schoolOf(view.snapshot.case.context);
  const { consultees, employer, land, documents, unknown } = dutiesInWords(
    settlement.dutiesFor(school, { route, authorities }),
  );
  const isUnnamed = ({ isNamed }: OwedRow) => !isNamed;
  const consents = owedRows(view);
  return {
    facts: schoolFacts(school),
    consents,
    consultees,
    employer,
    land,
    documents,
    // Whoever is named on the case is known, though the register does not know.
    unknown: unknown.filter(({ about }) => about !== 'body' || consents.some(isUnnamed)),
    settleHref: ending(view.snapshot) === null ? settlePath(view.id) : null,
  };
}

function owedRows({ snapshot, bodies }: CaseView): readonly OwedRow[] {
  return Object.entries(snapshot.consents)
    .filter(([, { value }]) => value !== 'notNeeded')
    .map(([id, { value, context }]) => {
      const { basis, source } = settlement.lawOf(context.capacity);
      return {
        who: capital(bodyName(id, bodies)),
        isNamed: bodies.some(({ part }) => part === id),
        capacity: parts().capacities[context.capacity]!,
        law: basis,
        href: source.url,
        state: parts().consentStates[value]!,
      };
    });
}

const NOT_KNOWN = 'Not known';

/** What is known of a school, in words. */
export function schoolFacts(school: SchoolFacts): readonly { key: string; value: string }[] {
  const { category, denominations, dioceses, inFederation, pfi } = school;
  const said = (yes: boolean | null) => (yes === null ? NOT_KNOWN : yes ? 'Yes' : 'No');
  const religion =
    denominations === null
      ? NOT_KNOWN
      : denominations.map((one) => parts().denominations[one]).join(', ') || 'None';
  return [
    { key: 'Kind of school', value: parts().categories[category ?? 'unknown']! },
    { key: 'Religious character', value: religion },
    ...(dioceses.length === 0
      ? []
      : [{ key: 'Diocese', value: dioceses.map(({ name }) => name).join(', ') }]),
    { key: 'In a federation', value: said(inFederation) },
    { key: 'Private finance contract', value: said(pfi) },
  ];
}
