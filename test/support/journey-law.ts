import type { BoardResolved, ConditionDue, JourneyEvent } from '#journey';
import type { SchoolKind } from './journey-builder.js';

/**
 * What the law asks of a case, told from the events alone, and from the Acts rather than from our
 * rules: a second opinion. Academies Act 2010 ss.1, 3, 4, 5; SI 2013/1624 regs 13, 14, 16; the DBE
 * Measure 2021 s.8(3); fairness (Gunning). Not to be made shorter by use of anything in libs/journey.
 */
export interface Happened {
  readonly event: JourneyEvent;
  readonly at: string;
  readonly role: string;
}

export interface Circumstances {
  readonly kind: SchoolKind;
  readonly inFederation: boolean;
  readonly route: 'join' | 'sponsored';
}

const trustees = 'trustee';
const appointers = 'foundation-governor-appointer';
const diocesanBoard = 'diocesan-authority';

/** Whose consent each kind of school needs (s.3(4), and the Measure for the Church of England). */
const mustConsent: Readonly<Record<SchoolKind, readonly string[]>> = {
  community: [],
  'voluntary-controlled-church-of-england': [trustees, appointers, diocesanBoard],
  'voluntary-aided-church-of-england': [trustees, appointers, diocesanBoard],
  'voluntary-aided-roman-catholic': [trustees, appointers],
  'foundation-with-foundation': [trustees, appointers],
  'foundation-without-foundation': [],
};

const order: readonly ConditionDue[] = ['application', 'funding-agreement', 'opening'];

/** What was unlawful about the last thing that happened, in words; empty when nothing was. */
export function breaches(all: readonly Happened[], about: Circumstances): readonly string[] {
  const last = all.at(-1);
  switch (last?.event.type) {
    case 'application.submitted':
      return breachesAtApplication(all, about);
    case 'funding-agreement.signed':
      return breachesAtAgreement(all, about);
    case 'school.opened':
      return breachesAtOpening(all, about);
    default:
      return [];
  }
}

function breachesAtApplication(all: readonly Happened[], about: Circumstances): readonly string[] {
  const now = sinceTrustWasChosen(all);
  const resolution = standingVote(now, 'apply');
  return [
    ...stopped(all),
    ...consentsMissing(now, about, 'application'),
    ...(hasFoundation(about) && !all.some(({ event }) => event.type === 'foundation.consulted')
      ? ['the foundation was not consulted']
      : []),
    ...(resolution === undefined
      ? ['there was no resolution to apply']
      : faultsOfVote(resolution, now, about)),
    ...(decidedAgainstSince(now, resolution) ? ['the board decided against it since'] : []),
    ...(now.some(({ event }) => event.type === 'trust.consented') ? [] : ['no trust agreed']),
    ...(all.at(-1)?.role === 'chair' ? [] : ['somebody other than the chair applied']),
  ];
}

function breachesAtAgreement(all: readonly Happened[], about: Circumstances): readonly string[] {
  if (about.route === 'sponsored') return [...stopped(all), ...faultsOfDirectiveOrder(all, about)];
  const now = sinceTrustWasChosen(all);
  return [
    ...stopped(all),
    ...consentsMissing(now, about, 'funding-agreement'),
    ...faultsOfFinalDecision(now, about),
    ...faultsOfConsultation(now),
    ...(hasOrder(all) ? [] : ['no academy order was in force']),
  ];
}

function breachesAtOpening(all: readonly Happened[], about: Circumstances): readonly string[] {
  const now = sinceTrustWasChosen(all);
  const agreed = all.findLastIndex(({ event }) => event.type === 'funding-agreement.signed');
  const date = all.findLast(({ event }) => event.type === 'opening-date.set')?.event;
  const opens = date?.type === 'opening-date.set' ? date.opens : null;
  const opened = all.at(-1)!.event.on;
  const insured = all.some(
    ({ event }) => event.type === 'insurance.confirmed' && opens !== null && event.on < opens,
  );
  return [
    ...stopped(all),
    ...(agreed === -1
      ? ['no funding agreement was signed']
      : breachesAtAgreement(all.slice(0, agreed + 1), about)),
    ...(about.route === 'sponsored' ? [] : consentsMissing(now, about, 'opening')),
    ...(about.route === 'sponsored' || hasOrder(all)
      ? []
      : ['the academy order was no longer in force']),
    ...(tupeIsComplete(now) ? [] : ['staff were not informed and consulted']),
    ...(opens?.slice(8) === '01' ? [] : ['the date was not the first of a month']),
    ...(opens !== null && opened >= opens ? [] : ['it opened before its date']),
    ...(insured ? [] : ['nothing was insured']),
    ...unsigned(all, 'commercial-transfer-agreement', [
      'local-authority',
      'governing-board',
      'trust',
    ]),
    ...(/church|catholic/.test(about.kind)
      ? unsigned(all, 'church-supplemental-agreement', ['trust', 'diocese'])
      : []),
  ];
}

/** A case on hold goes nowhere; nor does one of a group that a school it needs has left. */
function stopped(all: readonly Happened[]): readonly string[] {
  let isHeld = false;
  let mustReview = false;
  for (const { event } of all) {
    if (event.type === 'case.held') isHeld = true;
    if (event.type === 'case.resumed') isHeld = false;
    if (event.type === 'group.member-left') mustReview = true;
    if (event.type === 'group.reviewed') mustReview = false;
  }
  return [
    ...(isHeld ? ['the case was on hold'] : []),
    ...(mustReview ? ['the group was not reviewed'] : []),
  ];
}

/** Consents, votes and answers are given for one trust: another makes them all nothing. */
function sinceTrustWasChosen(all: readonly Happened[]): readonly Happened[] {
  const chosen = all.findLastIndex(({ event }) => event.type === 'trust.chosen');
  return chosen === -1 ? [] : all.slice(chosen);
}

function hasFoundation({ kind }: Circumstances): boolean {
  return mustConsent[kind].length > 0;
}

function consentsMissing(
  now: readonly Happened[],
  { kind }: Circumstances,
  due: ConditionDue,
): readonly string[] {
  return mustConsent[kind]
    .filter((body) => !isInForce(now, body, due))
    .map((body) => `consent of ${body} was not in force`);
}

function isInForce(now: readonly Happened[], body: string, due: ConditionDue): boolean {
  let asked: string | null = null;
  let isFinal = true;
  let open: { id: string; due: ConditionDue }[] | null = null;
  for (const { event } of now) {
    if (event.type === 'articles.chosen') [asked, open] = [null, null];
    if (!('consent' in event) || event.consent !== body) continue;
    if (event.type === 'consent.requested' || event.type === 'consent.more-given') {
      asked = event.papersHash;
      open = null;
    }
    if (event.type === 'consent.papers-given') asked = event.papersHash;
    if (event.type === 'consent.withdrawn' || event.type === 'consent.lapsed') open = null;
    if (event.type === 'consent.silence-refused') open = null;
    if (event.type === 'consent.decided')
      open =
        event.decision === 'granted' && event.papersHash === asked ? [...event.conditions] : null;
    // What is granted in principle lets the school apply, and nothing more.
    if (event.type === 'consent.decided') isFinal = event.finality !== 'in-principle';
    if (event.type === 'consent.condition-met')
      open = open?.filter(({ id }) => id !== event.condition) ?? null;
  }
  if (!isFinal && due !== 'application') return false;
  return open !== null && open.every((one) => order.indexOf(one.due) > order.indexOf(due));
}

/** The board's last vote on it, unless it was taken back by a vote that was carried. */
function standingVote(now: readonly Happened[], purpose: 'apply' | 'final') {
  const last = now.findLast(({ event }) => {
    if (event.type !== 'board.resolved') return false;
    const { for: yes, against, casting } = event.votes;
    const wasCarried = yes > against || (yes === against && casting === 'for');
    const takesBack = event.rescinds === purpose || event.rescinds === 'apply';
    return event.purpose === purpose || (event.purpose === 'rescind' && wasCarried && takesBack);
  })?.event;
  return last?.type === 'board.resolved' && last.purpose === purpose ? last : undefined;
}

/** A board that considered it all and said no has no wish to apply any more. */
function decidedAgainstSince(now: readonly Happened[], apply: BoardResolved | undefined): boolean {
  const since = now.slice(now.findIndex(({ event }) => event === apply));
  const final = since.findLast(
    ({ event }) => event.type === 'board.resolved' && event.purpose === 'final',
  )?.event;
  if (final?.type !== 'board.resolved') return false;
  const { for: yes, against, casting } = final.votes;
  return !(yes > against || (yes === against && casting === 'for'));
}

function faultsOfVote(
  vote: BoardResolved,
  now: readonly Happened[],
  { inFederation }: Circumstances,
): readonly string[] {
  const faults: string[] = [];
  const voting = vote.present - vote.withdrew;
  const { votes: cast, notice } = vote;
  const chosen = now[0]?.event;
  if (vote.ownQuorum === null) faults.push('its own quorum was not known');
  if (voting < (vote.ownQuorum ?? vote.inPost / 2)) faults.push('the vote was not quorate');
  if (cast.for + cast.against + cast.abstained > voting) faults.push('too many votes');
  const tie = cast.for === cast.against;
  if (!tie && cast.casting !== null) faults.push('a casting vote without a tie');
  if (!(cast.for > cast.against || (tie && cast.casting === 'for'))) faults.push('it was lost');
  if (!notice.urgency && (notice.clearDays < 7 || !notice.withPapers)) faults.push('short notice');
  if (!vote.fullBoard) faults.push('a committee voted');
  if (!vote.interestsDeclared) faults.push('interests were not declared');
  if (chosen?.type !== 'trust.chosen' || chosen.trust.uid !== vote.trust)
    faults.push('it named another trust');
  if (inFederation && (vote.prescribed === null || vote.prescribed.for < vote.prescribed.needed))
    faults.push('the prescribed governors did not carry it');
  return faults.map((fault) => `the board’s vote (${vote.purpose}): ${fault}`);
}

function faultsOfFinalDecision(now: readonly Happened[], about: Circumstances): readonly string[] {
  const final = standingVote(now, 'final');
  if (final === undefined) return ['there was no final decision'];
  const report = now.findIndex(({ event }) => event.type === 'consultation.reported');
  const reported = now[report]?.event;
  const wasRead =
    reported?.type === 'consultation.reported' &&
    report < now.findIndex(({ event }) => event === final) &&
    [reported.report, ...(reported.forms ?? [])].some((form) => final.papers.includes(form));
  return [
    ...faultsOfVote(final, now, about),
    ...(wasRead ? [] : ['the board decided without the consultation report']),
  ];
}

function faultsOfConsultation(now: readonly Happened[]): readonly string[] {
  let closesAt: string | null = null;
  let stage = 'none';
  for (const { event, at } of now) {
    const isAgain = event.type === 'consultation.reopened';
    if (isAgain && stage !== 'closed') return ['it was opened again without having closed'];
    if (
      isAgain ||
      event.type === 'consultation.launched' ||
      event.type === 'consultation.extended'
    ) {
      if (event.closesAt <= at) return ['the consultation had no time'];
      if (closesAt !== null && event.closesAt <= closesAt) return ['it was made shorter'];
      closesAt = event.closesAt;
      stage = 'open';
    }
    if (event.type === 'consultation.closed') {
      if (closesAt === null || at < closesAt) return ['the consultation closed early'];
      stage = 'closed';
    }
    if (event.type === 'consultation.reported' && stage === 'closed') stage = 'reported';
  }
  return stage === 'reported' ? [] : [`the consultation was not closed and reported: ${stage}`];
}

function hasOrder(all: readonly Happened[]): boolean {
  const decision = all.findLast(({ event }) => event.type === 'dfe.decided')?.event;
  const approved = decision?.type === 'dfe.decided' && decision.outcome.startsWith('approved');
  const ofOrder = ['order.made', 'order.rescinded', 'order.revoked'];
  const last = all.findLast(({ event }) => ofOrder.includes(event.type))?.event.type;
  return approved && last === 'order.made';
}

/**
 * An order of the Secretary of State's own motion (s.4(1)(b)): no application, no consents and no
 * consultation under s.5; but for a school with a foundation those concerned are consulted before
 * it (s.4(1A)), and it stands until it is revoked.
 */
function faultsOfDirectiveOrder(all: readonly Happened[], about: Circumstances): readonly string[] {
  const made = all.findLastIndex(({ event }) => event.type === 'order.made');
  const order = all[made]?.event;
  if (order?.type !== 'order.made') return ['no order was made'];
  const consulted = all
    .slice(0, made)
    .findLast(({ event }) => event.type === 'order.consulted')?.event;
  const was = sinceTrustWasChosen(all.slice(0, made));
  const isBefore = consulted !== undefined && consulted.on < order.on;
  return [
    ...(order.basis === 's.4(1)(b)' ? [] : ['it rests on no power that there is']),
    ...(hasFoundation(about) && !isBefore ? ['nobody was consulted before the order'] : []),
    ...(was.some(({ event }) => event.type === 'trust.consented') ? [] : ['no trust agreed']),
    ...(all.some(({ event }) => event.type === 'order.revoked') ? ['it was revoked'] : []),
  ];
}

function tupeIsComplete(now: readonly Happened[]): boolean {
  const told = now.findIndex(({ event }) => event.type === 'tupe.informed');
  return told !== -1 && now.slice(told).some(({ event }) => event.type === 'tupe.completed');
}

/** Signatures count from the copy that they stand on: a new draft starts them again. */
function unsigned(
  all: readonly Happened[],
  document: string,
  parties: readonly string[],
): readonly string[] {
  const signed = new Set<string>();
  for (const { event } of all) {
    if (!('document' in event) || event.document !== document) continue;
    if (event.type === 'document.received') signed.clear();
    if (event.type === 'document.signed') signed.add(event.party);
  }
  return parties.every((party) => signed.has(party)) ? [] : [`the ${document} was not signed`];
}
