import { foundationOf } from '../duties/categories.js';
import type { CaseFacts } from '../facts.js';
import { ruleSets } from './rule-set-days.js';
import { MISSING, unless } from './rule.js';
import type { Rule, Situation } from './rule.js';
import * as source from './sources.js';

/** The day from which no school has to be ordered: the commencement of the Act of 2026, s.58. */
const DUTY_ENDED = '2026-06-29';

/** The Department's reasons for revoking an order of its own motion. */
const revocationReasons = [
  'school-closing',
  'rated-good-or-outstanding',
  'safeguarding-addressed',
  'policy-changed',
];

/** An order under the old duty, made while it stood, that has not led to a conversion (s.58). */
const isSaved = ({ order, agreement }: CaseFacts): boolean =>
  order?.basis === 's.4(A1)' && order.on < DUTY_ENDED && agreement === undefined;

const isDirective = ({ order, route }: CaseFacts): boolean =>
  order?.basis === undefined ? route === 'sponsored' : order.basis !== 's.4(1)(a)';

/** A school of which it is not known has one until it is found to have none. */
const hasFoundation = ({ category }: CaseFacts): boolean => foundationOf(category) !== false;

/**
 * Those among trustees, appointers and religious body whom the Secretary of State has not consulted
 * on a day that will do. A letter that names nobody went to all of them.
 */
function notConsulted({ snapshot, facts }: Situation, will: (on: string) => boolean) {
  const { orderConsulted, consultedForOrder = {} } = facts;
  const all = orderConsulted?.bodies === undefined ? orderConsulted?.on : undefined;
  const missing = Object.keys(snapshot.consents).filter((body) => {
    const on = consultedForOrder[body] ?? all;
    return on === undefined || !will(on);
  });
  return hasFoundation(facts) && missing.length > 0 ? { consents: missing } : null;
}

/** Under either rule-set an order may rest on the duty only while the duty stood. */
const restsOnPower: Rule['unmet'] = ({ event }) => {
  if (event.type !== 'order.made' || event.basis === 's.4(1)(b)') return null;
  return event.basis === 's.4(A1)' && event.on < DUTY_ENDED ? null : MISSING;
};

/** Orders of the Secretary of State's own motion, under the law before and since 29 June 2026. */
export const directive: readonly Rule[] = [
  {
    id: 'R44',
    gates: ['order.made'],
    strength: 'law',
    effect: 'block',
    sentence: 'This order does not rest on section 4(1)(b), the only power since 29 June 2026.',
    remedy: 'Record section 4(1)(b); section 4(A1) stands only for orders dated before that day.',
    source: source.dutyEnded,
    from: DUTY_ENDED,
    weighsEvent: true,
    unmet: restsOnPower,
  },
  {
    id: 'R44a',
    gates: ['order.made'],
    strength: 'law',
    effect: 'block',
    sentence: 'This order rests neither on section 4(1)(b) nor on the duty of section 4(A1).',
    remedy: 'Record the section. For an order since 29 June 2026, move the case’s rules on first.',
    source: source.dutyToOrder,
    from: '2016-04-18',
    until: DUTY_ENDED,
    weighsEvent: true,
    unmet: restsOnPower,
  },
  {
    id: 'R44b',
    gates: ['order.made', 'funding-agreement.signed'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'The trust has not agreed to take the school.',
    remedy: 'Add the trust’s letter of consent or its board’s minutes.',
    source: source.transferring,
    from: '2010-07-27',
    // Under the old duty an order came first, and its sponsor was found afterwards.
    unmet: ({ event, regions }) =>
      ['consented', 'fixed'].includes(regions.trust) ||
      (event.type === 'order.made' && event.basis === 's.4(A1)')
        ? null
        : MISSING,
  },
  {
    id: 'R45',
    gates: ['order.made'],
    strength: 'law',
    effect: 'block',
    sentence: 'The Secretary of State has not consulted these before the order: {consents}.',
    remedy: 'Record the Secretary of State’s letter to them, dated before the order.',
    source: source.consultedBeforeOrder,
    from: '2016-04-18',
    weighsEvent: true,
    unmet: (situation) => {
      const { event } = situation;
      if (event.type !== 'order.made' || event.basis === 's.4(A1)') return null;
      return notConsulted(situation, (on) => on < event.on);
    },
  },
  {
    id: 'R45a',
    gates: ['funding-agreement.signed'],
    strength: 'law',
    effect: 'block',
    sentence: 'The Secretary of State has not consulted these on who the sponsor is: {consents}.',
    remedy: 'Record the Secretary of State’s letter of consultation that names this trust.',
    source: source.sponsorConsulted,
    from: '2016-04-18',
    until: DUTY_ENDED,
    savings: {
      sentence:
        'It goes on for a school whose order under section 4(A1) was in force, and not yet carried out, on 29 June 2026.',
      applies: isSaved,
    },
    unmet: (situation) => {
      const { order, trust } = situation.facts;
      if (order?.basis !== 's.4(A1)') return null;
      return notConsulted(situation, (on) => trust !== undefined && on >= trust.on);
    },
  },
  {
    id: 'R47',
    gates: ['rules.moved-on'],
    strength: 'practice',
    effect: 'block',
    sentence: 'These are not later rules that were in force on that day.',
    remedy: 'Choose rules that are newer than the case’s own, and a day on which they were law.',
    source: source.dutyEnded,
    from: '2010-07-27',
    isAbsolute: true,
    weighsEvent: true,
    unmet: ({ event, facts }) =>
      event.type !== 'rules.moved-on' ||
      (ruleSets.includes(event.to) && event.to > facts.ruleSet && event.to <= event.on)
        ? null
        : MISSING,
  },
  {
    id: 'R47a',
    gates: ['rules.moved-on'],
    strength: 'law',
    effect: 'block',
    sentence:
      'The old rules are saved for this school: its order under section 4(A1) is not yet carried out.',
    remedy: 'Leave the case under the rules that it has.',
    source: source.dutyEnded,
    from: '2010-07-27',
    unmet: unless(({ facts }) => !isSaved(facts)),
  },
  {
    id: 'R48',
    gates: ['order.revoked'],
    strength: 'law',
    effect: 'block',
    sentence: 'This order was made on the board’s application, so it cannot be revoked.',
    remedy: 'Where the application was not valid, record that the order was rescinded.',
    source: source.revocation,
    from: '2010-07-27',
    unmet: unless(({ facts }) => isDirective(facts)),
  },
  {
    id: 'R48a',
    gates: ['order.revoked'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'No reason for the revocation is given from the Department’s list.',
    remedy: 'Choose the reasons that the Department gives in its letter.',
    source: source.revocation,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ({ event }) =>
      event.type === 'order.revoked' &&
      (event.reasons ?? []).length > 0 &&
      event.reasons!.every((reason) => revocationReasons.includes(reason))
        ? null
        : MISSING,
  },
  {
    id: 'R48b',
    gates: ['order.revoked'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'A minister’s approval and the letter to the governing board are not both there.',
    remedy: 'Add the minister’s approval and the letter that revokes the order.',
    source: source.revocation,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ({ event }) =>
      event.type === 'order.revoked' && event.approval !== undefined && event.letter !== ''
        ? null
        : MISSING,
  },
  {
    id: 'R49',
    gates: ['order.rescinded'],
    strength: 'law',
    effect: 'block',
    sentence: 'This order was not made on the board’s application, so it cannot be rescinded.',
    remedy: 'Where a minister has approved it, record that the order was revoked.',
    source: source.academyOrders,
    from: '2010-07-27',
    unmet: unless(({ facts }) => !isDirective(facts)),
  },
];
