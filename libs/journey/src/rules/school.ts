import { foundationOf } from '../duties/categories.js';
import { bodiesExpected } from '../duties/denominations.js';
import type { DutiesSettled } from '../events.js';
import type { ConsentState } from '../snapshot.js';
import { unless } from './rule.js';
import type { Missing, Rule, Situation } from './rule.js';
import * as source from './sources.js';

/** What is found out about a school, and what may not follow from it. */
export const school: readonly Rule[] = [
  {
    id: 'R41',
    gates: ['application.submitted', 'funding-agreement.signed'],
    strength: 'dfe',
    effect: 'warn',
    sentence: 'Nobody has said whether a private finance contract covers the buildings.',
    remedy: 'Ask the local authority, and record its answer: such a contract needs agreements.',
    source: source.transferring,
    from: '2010-07-27',
    unmet: unless(({ facts }) => !(facts.unknown ?? []).includes('pfi')),
  },
  {
    id: 'R42',
    gates: ['duties.settled'],
    strength: 'law',
    effect: 'block',
    sentence: 'A body that has not given its consent would be left out: {consents}.',
    remedy: 'Keep it among those that consent. Only a school without a foundation needs none.',
    source: source.religiousBodies,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: unwillingLeftOut,
  },
  {
    id: 'R43',
    gates: ['duties.settled'],
    strength: 'law',
    effect: 'block',
    sentence: 'The law asks a school of this kind for a consent that is left out: {consents}.',
    remedy: 'Add the body. Where nobody knows yet which it is, leave its name empty.',
    source: source.religiousBodies,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: expectedLeftOut,
  },
];

/** A body that answered no, took its answer back, or let it lapse. */
const UNWILLING: readonly ConsentState[] = ['refused', 'withdrawn', 'lapsed'];

/** Nobody goes round a refusal by saying that the body was never to be asked. */
function unwillingLeftOut({ event, snapshot }: Situation): Missing | null {
  if (event.type !== 'duties.settled' || foundationOf(event.category) === false) return null;
  const consents = Object.entries(snapshot.consents)
    .filter(([, { value }]) => UNWILLING.includes(value))
    .map(([id]) => id)
    .filter((id) => !event.consents.some((owed) => owed.id === id));
  return consents.length === 0 ? null : { consents };
}

/** Trustees and appointers always; of a joint school every denomination’s own body. */
function expectedLeftOut({ event }: Situation): Missing | null {
  if (event.type !== 'duties.settled' || event.school === undefined) return null;
  if (foundationOf(event.category) === false) return null;
  const consents = expectedOf(event.school).filter(
    (capacity, index, all) =>
      all.slice(0, index + 1).filter((one) => one === capacity).length >
      event.consents.filter((owed) => owed.capacity === capacity).length,
  );
  return consents.length === 0 ? null : { consents: [...new Set(consents)] };
}

const expectedOf = (found: NonNullable<DutiesSettled['school']>) =>
  bodiesExpected(found.denominations ?? [], found.deedNamesReligiousBody).map(
    ({ capacity }) => capacity,
  );
