import type { BoardResolved, ConditionDue, JourneyEvent } from '#journey';

/** Something that the door has let through: what, when, and in whose role. */
export interface Happened {
  readonly event: JourneyEvent;
  readonly at: string;
  readonly role: string;
}

/**
 * A second opinion of the law, told from what has happened and from the Acts, by none of the rules
 * that the door asks: what was unlawful about the last thing that happened. `consents` are the
 * consents that the school needs.
 */
export function unlawful(all: readonly Happened[], consents: readonly string[]): readonly string[] {
  const since = all.slice(all.findLastIndex(({ event }) => event.type === 'trust.chosen'));
  switch (all.at(-1)?.event.type) {
    case 'application.submitted':
      return atApplication(all, since, consents);
    case 'funding-agreement.signed':
      return atAgreement(all, since, consents);
    case 'school.opened':
      return atOpening(all, since, consents);
    default:
      return [];
  }
}

/** Academies Act 2010 s.3: consents, the foundation's hearing, the board's resolution, the chair. */
function atApplication(
  all: readonly Happened[],
  since: readonly Happened[],
  consents: readonly string[],
): readonly string[] {
  return [
    ...missingConsents(since, consents, 'application'),
    ...(consents.length > 0 && !has(all, 'foundation.consulted')
      ? ['the foundation was not consulted']
      : []),
    ...faultsOfVote(lastVote(since, 'apply')),
    ...(has(since, 'trust.consented') ? [] : ['the trust had not agreed']),
    ...(all.at(-1)!.role === 'chair' ? [] : ['somebody other than the chair applied']),
  ];
}

/** s.1, s.4 and s.5: an order in force, a fair consultation, and a decision that read its report. */
function atAgreement(
  all: readonly Happened[],
  since: readonly Happened[],
  consents: readonly string[],
): readonly string[] {
  const final = lastVote(since, 'final');
  const report = since.findLast(({ event }) => event.type === 'consultation.reported')?.event;
  const wasRead = report?.type === 'consultation.reported' && final?.papers.includes(report.report);
  return [
    ...missingConsents(since, consents, 'funding-agreement'),
    ...faultsOfVote(final),
    ...(wasRead ? [] : ['the board decided without the consultation’s report']),
    ...(closedInTime(since) ? [] : ['the consultation was closed before its time']),
    ...(hasOrder(all) ? [] : ['no order was in force']),
    ...(isHeld(all) ? ['the case was on hold'] : []),
  ];
}

function atOpening(
  all: readonly Happened[],
  since: readonly Happened[],
  consents: readonly string[],
): readonly string[] {
  const date = all.findLast(({ event }) => event.type === 'opening-date.set')?.event;
  const opens = date?.type === 'opening-date.set' ? date.opens : '9999';
  const insured = all.some(({ event }) => event.type === 'insurance.confirmed' && event.on < opens);
  const told = all.findIndex(({ event }) => event.type === 'tupe.informed');
  return [
    ...missingConsents(since, consents, 'opening'),
    ...(has(all, 'funding-agreement.signed') ? [] : ['no funding agreement was signed']),
    ...(told !== -1 && has(all.slice(told), 'tupe.completed') ? [] : ['staff were not consulted']),
    ...(opens.endsWith('-01') && all.at(-1)!.event.on >= opens ? [] : ['it opened on a wrong day']),
    ...(insured ? [] : ['nothing was insured']),
    ...unsigned(all, 'commercial-transfer-agreement', [
      'local-authority',
      'governing-board',
      'trust',
    ]),
  ];
}

/** The last word on an order, after the last on an application. */
function hasOrder(all: readonly Happened[]): boolean {
  const words = ['order.made', 'order.rescinded', 'order.revoked'];
  return all.findLast(({ event }) => words.includes(event.type))?.event.type === 'order.made';
}

function isHeld(all: readonly Happened[]): boolean {
  const words = ['case.held', 'case.resumed', 'case.revived'];
  return all.findLast(({ event }) => words.includes(event.type))?.event.type === 'case.held';
}

const has = (all: readonly Happened[], type: JourneyEvent['type']): boolean =>
  all.some(({ event }) => event.type === type);

/** The board's last vote on it, unless it was taken back since. */
function lastVote(since: readonly Happened[], purpose: 'apply' | 'final') {
  const last = since
    .flatMap(({ event }) =>
      event.type === 'board.resolved' && ['rescind', purpose].includes(event.purpose)
        ? [event]
        : [],
    )
    .filter((vote) => vote.purpose === purpose || takesBack(vote, purpose))
    .at(-1);
  return last?.purpose === purpose ? last : undefined;
}

const takesBack = ({ votes, rescinds }: BoardResolved, purpose: 'apply' | 'final'): boolean =>
  votes.for > votes.against && (rescinds === purpose || rescinds === 'apply');

/** SI 2013/1624: notice, quorum, interests, a majority of those voting. */
function faultsOfVote(vote: BoardResolved | undefined): readonly string[] {
  if (vote === undefined) return ['the board had not voted'];
  const { votes, notice, present, withdrew, inPost, ownQuorum = inPost / 2 } = vote;
  const isCarried =
    votes.for > votes.against || (votes.for === votes.against && votes.casting === 'for');
  return [
    ...(isCarried ? [] : ['the vote was lost']),
    ...(ownQuorum !== null && present - withdrew >= ownQuorum ? [] : ['the vote was not quorate']),
    ...(votes.for + votes.against + votes.abstained <= present - withdrew
      ? []
      : ['there were too many votes']),
    ...(notice.urgency || (notice.clearDays >= 7 && notice.withPapers) ? [] : ['short notice']),
    ...(vote.interestsDeclared ? [] : ['interests were not declared']),
    ...(vote.fullBoard ? [] : ['a committee voted']),
  ];
}

const ORDER: readonly ConditionDue[] = ['application', 'funding-agreement', 'opening'];

/** s.3(4): each body's own word since the trust was chosen, and its conditions by their day. */
function missingConsents(
  since: readonly Happened[],
  consents: readonly string[],
  due: ConditionDue,
): readonly string[] {
  return consents
    .filter((consent) => !isGiven(since, consent, due))
    .map((one) => `no consent: ${one}`);
}

const ASKS_OR_TAKES: readonly string[] = [
  'consent.requested',
  'consent.withdrawn',
  'consent.lapsed',
  'consent.silence-refused',
];

function isGiven(since: readonly Happened[], consent: string, due: ConditionDue): boolean {
  let open = null as readonly { readonly id: string; readonly due: ConditionDue }[] | null;
  for (const { event } of since) {
    // Other articles are another question.
    if (event.type === 'articles.chosen') open = null;
    if (!('consent' in event) || event.consent !== consent) continue;
    if (event.type === 'consent.decided')
      open = event.decision === 'granted' ? event.conditions : null;
    else if (event.type === 'consent.condition-met')
      open = open?.filter(({ id }) => id !== event.condition) ?? null;
    else if (ASKS_OR_TAKES.includes(event.type)) open = null;
  }
  return open?.every((one) => ORDER.indexOf(one.due) > ORDER.indexOf(due)) ?? false;
}

function closedInTime(since: readonly Happened[]): boolean {
  let closesAt = Infinity;
  let isClosed = false;
  for (const { event, at } of since) {
    const isOpened =
      event.type === 'consultation.launched' ||
      event.type === 'consultation.extended' ||
      event.type === 'consultation.reopened';
    if (isOpened) [closesAt, isClosed] = [Date.parse(event.closesAt), false];
    if (event.type === 'consultation.closed') {
      isClosed = Date.parse(at) >= closesAt;
      if (!isClosed) return false;
    }
  }
  return isClosed;
}

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
  return parties.every((party) => signed.has(party)) ? [] : [`${document} was not signed`];
}
