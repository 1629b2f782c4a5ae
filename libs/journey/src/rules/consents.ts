import { silentUntil } from '../deadlines.js';
import type { ArticlesModel, ConsentPolicy } from '../facts.js';
import type { ConsentPart } from '../snapshot.js';
import { MISSING, isLater } from './rule.js';
import type { Missing, Rule, Situation } from './rule.js';
import * as source from './sources.js';

/** What each body's own policy asks of those who want its consent, and how long a consent holds. */
export const consents: readonly Rule[] = [
  {
    id: 'R60',
    gates: ['consultation.launched'],
    strength: 'body',
    effect: 'block',
    sentence: 'A body that decides before people are consulted has not consented: {consents}.',
    remedy: 'Ask the body first, and wait for its answer, in principle at least.',
    source: source.fairness,
    from: '2010-07-27',
    unmet: notBeforeConsultation,
  },
  {
    id: 'R61',
    gates: ['consent.requested'],
    strength: 'body',
    effect: 'warn',
    sentence: 'The body’s policy is to decide after the consultation, which is not closed yet.',
    remedy: 'Ask when the consultation is closed, or agree with the body to ask now.',
    source: source.fairness,
    from: '2010-07-27',
    unmet: (situation) =>
      policyOf(situation)?.order === 'after-consultation' &&
      ['planned', 'open'].includes(situation.regions.consultation)
        ? MISSING
        : null,
  },
  {
    id: 'R62',
    gates: ['consent.requested', 'consent.more-given'],
    strength: 'body',
    effect: 'block',
    sentence: 'The body’s policy asks for papers that the request does not bring: {papers}.',
    remedy: 'File these papers on the case, and send them with the request.',
    source: source.religiousBodies,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: papersMissing,
  },
  {
    id: 'R63',
    gates: ['consent.requested'],
    strength: 'body',
    effect: 'block',
    sentence: 'The body’s policy does not accept these articles for a school of this kind.',
    remedy: 'Choose other articles with the trust, or another trust.',
    source: source.religiousBodies,
    from: '2010-07-27',
    unmet: (situation) => (acceptance(situation) === 'no' ? MISSING : null),
  },
  {
    id: 'R64',
    gates: ['consent.requested'],
    strength: 'body',
    effect: 'warn',
    sentence: 'The body’s policy does not simply accept {articles}.',
    remedy: 'Settle the articles with the trust, and speak to the body before you ask.',
    source: source.religiousBodies,
    from: '2010-07-27',
    unmet: notSimplyAccepted,
  },
  {
    id: 'R64a',
    gates: ['articles.chosen'],
    strength: 'practice',
    effect: 'block',
    sentence: 'These articles are already those on the case.',
    remedy: 'Choose others, or leave them: a new choice voids every consent.',
    source: source.religiousBodies,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ({ event, facts }) =>
      event.type === 'articles.chosen' && event.model === facts.articles?.model ? MISSING : null,
  },
  {
    id: 'R65',
    gates: ['consent.decided'],
    strength: 'body',
    effect: 'block',
    sentence: 'The body’s policy knows one decision only, so it cannot consent in principle.',
    remedy: 'Consent finally, with conditions where something is still to be done.',
    source: source.religiousBodies,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: (situation) =>
      situation.event.type === 'consent.decided' &&
      situation.event.finality === 'in-principle' &&
      policyOf(situation)?.stages !== 'two'
        ? MISSING
        : null,
  },
  {
    id: 'R66',
    gates: ['consent.decided'],
    strength: 'practice',
    effect: 'block',
    sentence: 'The last day of this consent has passed already.',
    remedy: 'Choose a later day, or none.',
    source: source.religiousBodies,
    from: '2010-07-27',
    isAbsolute: true,
    weighsEvent: true,
    unmet: endsInThePast,
  },
  {
    id: 'R67',
    gates: ['consent.lapsed'],
    strength: 'practice',
    effect: 'block',
    sentence: 'The consent holds still: its last day has not passed.',
    remedy: 'It lapses by itself.',
    source: source.religiousBodies,
    from: '2010-07-27',
    isAbsolute: true,
    unmet: (situation) => {
      const lapsesAt = partOf(situation)?.context.lapsesAt;
      return lapsesAt === undefined || isLater(lapsesAt, situation.now) ? MISSING : null;
    },
  },
  {
    id: 'R68',
    gates: ['consent.silence-refused'],
    strength: 'body',
    effect: 'block',
    sentence: 'The days that the body’s policy gives it have not passed.',
    remedy: 'Wait for the body’s answer.',
    source: source.religiousBodies,
    from: '2010-07-27',
    isAbsolute: true,
    unmet: stillHasTime,
  },
  {
    id: 'R68a',
    gates: ['consent.policy-applied'],
    strength: 'practice',
    effect: 'warn',
    sentence: 'The days of silence of this policy have passed, so the open request is refused.',
    remedy: 'Speak to the body first, or ask again under the newer policy.',
    source: source.religiousBodies,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: refusesAtOnce,
  },
  {
    id: 'R68b',
    gates: ['consent.silence-refused'],
    strength: 'body',
    effect: 'block',
    sentence: 'The body asked for more and waits for the answer, so it is not silent.',
    remedy: 'Give the body what it asked for.',
    source: source.religiousBodies,
    from: '2010-07-27',
    isAbsolute: true,
    unmet: (situation) => (partOf(situation)?.value === 'underConsideration' ? MISSING : null),
  },
  {
    id: 'R69',
    gates: ['application.submitted'],
    strength: 'practice',
    effect: 'warn',
    sentence: 'The school’s own foundation refused: {consents}.',
    remedy: 'The board can ask again, or propose by the statutory way to remove the foundation.',
    source: source.removalOfFoundation,
    from: '2010-07-27',
    unmet: foundationRefused,
  },
];

function partOf({ snapshot, event }: Situation): ConsentPart | undefined {
  return 'consent' in event ? snapshot.consents[event.consent] : undefined;
}

const policyOf = (situation: Situation): ConsentPolicy | undefined =>
  partOf(situation)?.context.policy;

/** A consent in principle is enough: the body has had its word before people are asked. */
function notBeforeConsultation({ snapshot }: Situation): Missing | null {
  const missing = Object.entries(snapshot.consents)
    .filter(([, { context }]) => context.policy?.order === 'before-consultation')
    .filter(([, { value }]) => !['granted', 'conditional', 'notNeeded'].includes(value))
    .map(([id]) => id);
  return missing.length === 0 ? null : { consents: missing };
}

function papersMissing(situation: Situation): Missing | null {
  const { event } = situation;
  if (event.type !== 'consent.requested' && event.type !== 'consent.more-given') return null;
  const brought = event.kinds ?? [];
  const missing = (policyOf(situation)?.required ?? []).filter((kind) => !brought.includes(kind));
  return missing.length === 0 ? null : { papers: missing };
}

function acceptance(situation: Situation): 'yes' | 'no' | 'possibly' | undefined {
  const model: ArticlesModel | undefined = situation.facts.articles?.model;
  return model === undefined ? undefined : policyOf(situation)?.accepts[model];
}

/** What a policy does not name is not refused: the body is asked, and decides. */
function notSimplyAccepted(situation: Situation): Missing | null {
  const names = Object.keys(policyOf(situation)?.accepts ?? {});
  if (names.length === 0) return null;
  if (situation.facts.articles === undefined) return { articles: 'articles nobody has chosen' };
  const accepted = acceptance(situation);
  return accepted === 'yes' || accepted === 'no' ? null : { articles: 'these articles' };
}

function endsInThePast({ event, now }: Situation): Missing | null {
  if (event.type !== 'consent.decided' || event.validUntil === undefined) return null;
  if (event.lapsesAt !== undefined) return isLater(event.lapsesAt, now) ? null : MISSING;
  return event.validUntil >= now.slice(0, 10) ? null : MISSING;
}

function stillHasTime(situation: Situation): Missing | null {
  const part = partOf(situation);
  const until = part === undefined ? null : silentUntil(part.context);
  return until === null || isLater(until, situation.now) ? MISSING : null;
}

function refusesAtOnce(situation: Situation): Missing | null {
  const { event, now } = situation;
  const part = partOf(situation);
  if (event.type !== 'consent.policy-applied' || part?.context.requestedOn === undefined)
    return null;
  const isWaiting = ['requested', 'acknowledged'].includes(part.value);
  const until = silentUntil({ ...part.context, policy: event.policy ?? undefined });
  return !isWaiting || until === null || isLater(until, now) ? null : MISSING;
}

function foundationRefused({ snapshot, facts }: Situation): Missing | null {
  if (!/^foundation.*-with-foundation$/.test(facts.category)) return null;
  const refused = Object.entries(snapshot.consents)
    .filter(([, { value }]) => value === 'refused')
    .map(([id]) => id);
  return refused.length === 0 ? null : { consents: refused };
}
