import { decide, duties, explain, openJourney } from '#journey';
import type {
  BodyName,
  BoardResolved,
  Capacity,
  ConsentPolicy,
  Duties,
  Explanation,
  Findings,
  JourneyEvent,
  JourneySnapshot,
  LiveValue,
  Outlined,
  RecordedMove,
  Route,
  School,
  Sender,
} from '#journey';
import { events, live } from '#journey';

/** Cases in a situation, for specs: lawful events with fixed dates, moved through `decide`. */

const coded = (code: string, name: string) => ({ code, name });
const churchOfEngland = {
  religiousCharacter: coded('02', 'Church of England'),
  diocese: coded('CE18', 'Diocese of Leeds'),
};
const romanCatholic = {
  religiousCharacter: coded('03', 'Roman Catholic'),
  diocese: coded('RC09', 'Diocese of Lancaster'),
};

const community: School = {
  urn: '100001',
  name: 'Hillside Primary School',
  type: coded('01', 'Community school'),
  status: coded('1', 'Open'),
  religiousCharacter: coded('00', 'Does not apply'),
  diocese: coded('0000', 'Not applicable'),
  localAuthority: coded('383', 'Leeds'),
  trustFlag: coded('0', 'Not applicable'),
  inFederation: false,
  pfi: false,
};
const controlled = { ...community, type: coded('03', 'Voluntary controlled school') };
const aided = { ...community, type: coded('02', 'Voluntary aided school') };
const foundation = { ...community, type: coded('05', 'Foundation school') };

/** A school of every kind that the journey carries so far. */
export const schools = {
  community,
  'voluntary-controlled-church-of-england': { ...controlled, ...churchOfEngland },
  'voluntary-aided-church-of-england': { ...aided, ...churchOfEngland },
  'voluntary-aided-roman-catholic': { ...aided, ...romanCatholic },
  'foundation-with-foundation': {
    ...foundation,
    trustFlag: coded('1', 'Supported by a trust'),
  },
  'foundation-without-foundation': {
    ...foundation,
    trustFlag: coded('2', 'Not supported by a trust'),
  },
} as const satisfies Record<string, School>;

export type SchoolKind = keyof typeof schools;
export const schoolKinds = Object.keys(schools) as readonly SchoolKind[];

export const OPENED_ON = '2026-09-01';
export const theTrust = { uid: '5143', name: 'Oak Learning Trust' };
export const anotherTrust = { uid: '2044', name: 'Riverside Schools Trust' };
export const closingTime = '2026-12-04T17:00:00.000Z';

/** A vote that is beyond doubt: full board, eight clear days, nine of twelve present. */
export function aVote(facts: Partial<BoardResolved> = {}): BoardResolved {
  const purpose = facts.purpose ?? 'apply';
  return {
    type: 'board.resolved',
    on: purpose === 'apply' ? '2026-10-21' : '2027-01-20',
    purpose,
    // What a meeting refused is put to another one (R77).
    meeting: `meeting-${facts.votes === lost ? 'against' : 'to'}-${purpose}`,
    resolution: `resolution-to-${purpose}`,
    trust: theTrust.uid,
    fullBoard: true,
    notice: { clearDays: 8, withPapers: true, urgency: false },
    inPost: 12,
    present: 9,
    interestsDeclared: true,
    withdrew: 1,
    prescribed: null,
    votes: { for: 6, against: 1, abstained: 1, casting: null },
    papers: purpose === 'apply' ? ['options-paper'] : ['consultation-report'],
    minutes: `minutes-to-${purpose}`,
    ...facts,
  };
}

export const lost = { for: 1, against: 6, abstained: 1, casting: null } as const;

/** A policy of a body that asks for nothing in particular. */
export const aPolicy: ConsentPolicy = {
  version: 'policy-1',
  order: 'any',
  stages: 'one',
  accepts: {},
  required: [],
  silenceRefusesAfterDays: null,
};

type Part = { consent: string } | { document: string };

/** The lawful form of every event, as it happens in an ordinary case. */
export const lawful = {
  'options.presented': () => ({ on: '2026-09-08', paper: 'options-paper' }),
  'trust.chosen': () => ({ on: '2026-09-10', trust: theTrust }),
  'foundation.consulted': () => ({ on: '2026-09-15', letter: 'letter-to-foundation' }),
  'consent.requested': () => ({
    on: '2026-09-16',
    papers: ['options-paper'],
    papersHash: 'hash-of-papers',
  }),
  'consent.acknowledged': () => ({ on: '2026-09-18' }),
  'consent.more-asked': () => ({ on: '2026-09-20' }),
  'consent.more-given': () => ({
    on: '2026-09-22',
    papers: ['options-paper', 'accounts'],
    papersHash: 'hash-of-more',
  }),
  'consent.papers-given': () => ({
    on: '2026-12-05',
    papers: ['articles-as-agreed'],
    papersHash: 'hash-with-articles',
  }),
  'consent.decided': () => ({
    on: '2026-10-10',
    decision: 'granted',
    conditions: [],
    papersHash: 'hash-of-papers',
  }),
  'consent.condition-met': () => ({
    on: '2026-10-12',
    condition: 'articles',
    evidence: 'articles',
  }),
  'consent.withdrawn': () => ({ on: '2026-12-01' }),
  'diligence.reported': () => ({ on: '2026-10-01', of: 'trust', report: 'report-on-trust' }),
  'equality.assessed': () => ({ on: '2026-10-02', assessment: 'equality-assessment' }),
  'board.resolved': () => aVote(),
  'trust.consented': () => ({ on: '2026-10-22', letter: 'letter-of-trust' }),
  'consultation.launched': () => ({
    on: '2026-11-02',
    consultation: 'consultation-1',
    closesAt: closingTime,
    document: 'consultation-document',
    text: { version: 1, sha256: 'hash-of-text', missing: [] },
  }),
  'consultation.extended': () => ({ on: '2026-11-20', closesAt: '2026-12-11T17:00:00.000Z' }),
  'consultation.reopened': () => ({ on: '2026-12-13', closesAt: '2027-01-15T17:00:00.000Z' }),
  'consultation.closed': () => ({ on: '2026-12-12', at: '2026-12-12T00:00:00.000Z' }),
  'consultation.reported': () => ({ on: '2026-12-14', report: 'consultation-report' }),
  'application.submitted': () => ({
    on: '2026-12-15',
    reference: 'A2B_100',
    form: 'application-form',
  }),
  'dfe.decided': () => ({
    on: '2027-01-12',
    outcome: 'approved',
    decidedBy: 'RegionalDirectorForRegion',
    letter: 'decision-letter',
  }),
  'order.made': () => ({ on: '2027-01-14', order: 'academy-order' }),
  'order.revoked': () => ({
    on: '2027-02-01',
    reasons: ['school-closing'],
    letter: 'letter-of-revocation',
    approval: 'approval-of-minister',
  }),
  'tupe.informed': () => ({ on: '2027-01-25', letter: 'measures-letter' }),
  'tupe.completed': () => ({ on: '2027-03-01', minutes: 'minutes-with-staff' }),
  'document.received': () => ({ on: '2027-02-01', file: 'file' }),
  'document.cleared': () => ({ on: '2027-02-10', letter: 'letter-of-clearance' }),
  'document.signed': () => ({ on: '2027-02-20', party: 'trust', file: 'signed-file' }),
  'instruments.settled': () => ({
    on: '2027-02-04',
    documents: [{ id: 'lease-125-years', parties: ['local-authority', 'trust'] }],
    shownBy: 'letter-of-solicitors',
  }),
  'document.set-aside': () => ({ on: '2027-02-05', advice: 'legal-advice' }),
  'funding-agreement.signed': () => ({ on: '2027-03-10', agreement: 'funding-agreement' }),
  'academy.named': () => ({ on: '2027-01-30', name: 'Hillside Academy' }),
  'opening-date.set': () => ({
    on: '2027-01-29',
    opens: '2027-04-01',
    standing: 'confirmed',
    reasons: [],
  }),
  'insurance.confirmed': () => ({ on: '2027-03-20', confirmation: 'insurance' }),
  'conditions.met': () => ({
    on: '2027-03-25',
    outstanding: [],
    confirmation: 'conditions-met',
  }),
  'school.opened': () => ({ on: '2027-04-01', urn: '150001', confirmation: 'opening' }),
  'case.withdrawn': () => ({ on: '2027-02-02', minutes: 'minutes-to-withdraw' }),
  'articles.chosen': () => ({ on: '2026-09-11', model: 'majority' }),
  'trust.incorporated': () => ({ on: '2026-12-01', certificate: 'certificate' }),
  'formation.presented': () => ({
    on: '2026-10-20',
    grounds: 'reasons',
    vision: 'vision',
    growth: 'growth-plan',
    improvement: 'improvement-strategy',
    governance: 'governance-diagram',
    people: 'key-people',
  }),
  'board.postponed': () => ({
    on: '2026-10-21',
    purpose: 'apply',
    meeting: 'meeting-to-postpone',
    notBefore: '2026-11-20',
    minutes: 'minutes-to-postpone',
  }),
  'minutes.approved': () => ({
    on: '2026-12-02',
    purpose: 'apply',
    standing: 'signed',
    minutes: 'signed-minutes',
  }),
  'consent.policy-kept': () => ({ on: '2026-09-15', instead: 'policy-2' }),
  'consent.policy-applied': () => ({ on: '2026-09-15', policy: aPolicy }),
  'consent.lapsed': () => ({ on: '2027-10-10' }),
  'consent.silence-refused': () => ({ on: '2026-12-16' }),
  'dfe.condition-met': () => ({
    on: '2027-02-01',
    condition: 'deficit',
    evidence: 'recovery-plan',
  }),
  'order.consulted': () => ({ on: '2026-10-01', letter: 'letter-of-consultation' }),
  'order.rescinded': () => ({ on: '2027-02-01', letter: 'letter-of-rescission' }),
  'tupe.measures-received': () => ({ on: '2027-01-20', measures: 'measures' }),
  'tupe.representatives-named': () => ({ on: '2027-01-18', representatives: ['union-1'] }),
  'tupe.replied': () => ({ on: '2027-02-10', representative: 'union-1', reply: 'union-reply' }),
  'tupe.liability-received': () => ({ on: '2027-02-25', receipt: 'liability-receipt' }),
  'document.sealed': () => ({ on: '2027-03-12', file: 'sealed-file' }),
  'document.published': () => ({ on: '2027-04-20', file: 'published-file' }),
  'task.shown': () => ({
    on: '2027-02-15',
    task: 'bank-details',
    evidence: ['confirmation'],
    kinds: ['correspondence'],
    answers: {},
  }),
  'task.set-aside': () => ({ on: '2027-02-15', task: 'nursery', advice: 'advice' }),
  'case.held': () => ({ on: '2027-02-02', reason: 'other', until: null, paper: 'letter' }),
  'case.resumed': () => ({ on: '2027-02-20', paper: 'letter' }),
  'case.revived': () => ({ on: '2027-02-20', minutes: 'minutes-to-revive' }),
  'case.superseded': () => ({ on: '2027-02-20', by: '2027-0001', advice: 'advice' }),
  'rules.moved-on': () => ({ on: '2026-09-02', to: '2026-06-29' }),
  'duties.settled': () => ({
    on: '2026-09-03',
    category: 'community',
    employer: 'local-authority',
    inFederation: false,
    foundationMustBeConsulted: false,
    consents: [],
    documents: [],
    unknown: [],
    shownBy: 'instrument',
  }),
  'override.asked': () => ({
    on: '2026-12-10',
    override: 'override-1',
    rule: 'R22',
    event: 'application.submitted',
    part: null,
    purpose: null,
    by: 'clerk-1',
    paper: 'advice',
  }),
  'rule.overridden': () => ({
    on: '2026-12-11',
    override: 'override-1',
    rule: 'R22',
    by: 'senior-1',
  }),
  'override.refused': () => ({
    on: '2026-12-11',
    override: 'override-1',
    rule: 'R22',
    by: 'senior-1',
  }),
  'group.joined': () => ({
    on: '2026-09-05',
    group: 'group-1',
    kind: 'conversion',
    dependent: true,
  }),
  'group.left': () => ({ on: '2026-11-10', group: 'group-1', paper: 'letter' }),
  'group.member-left': () => ({ on: '2026-11-01', group: 'group-1', school: '100002' }),
  'group.reviewed': () => ({ on: '2026-11-20', group: 'group-1', review: 'review' }),
} as const satisfies Record<JourneyEvent['type'], () => object>;

/** A lawful event of a type, with some of its facts made otherwise. */
export function anEvent<T extends JourneyEvent['type']>(
  type: T,
  facts: Partial<Extract<JourneyEvent, { type: T }>> | Part = {},
): Extract<JourneyEvent, { type: T }> {
  return { type, ...lawful[type](), ...facts } as unknown as Extract<JourneyEvent, { type: T }>;
}

export interface CaseFactsGiven {
  readonly inFederation?: boolean;
  readonly bodies?: readonly { readonly capacity: Capacity; readonly body: BodyName }[];
  readonly on?: string;
  readonly route?: Route;
  /** A school of another kind than those that have a name here. */
  readonly school?: School;
  /** What was found out of it beside the register. */
  readonly found?: Findings;
}

export function aCase(kind: SchoolKind = 'community', facts: CaseFactsGiven = {}): CaseStory {
  return new CaseStory(kind, facts);
}

/** A case as it goes: each method is a thing that has happened; one that cannot, throws. */
export class CaseStory {
  readonly duties: Duties;
  readonly opening: JourneySnapshot;
  readonly record: RecordedMove[] = [];
  snapshot: JourneySnapshot;

  constructor(
    readonly kind: SchoolKind,
    private readonly facts: CaseFactsGiven,
  ) {
    const { bodies = [], inFederation = false, on = OPENED_ON, route = 'join', found } = facts;
    const school = facts.school ?? schools[kind];
    this.duties = duties({ school, found, bodies, route, on });
    this.opening = openJourney({ duties: this.duties, inFederation, route });
    this.snapshot = this.opening;
  }

  ofKind(kind: SchoolKind): CaseStory {
    if (this.record.length > 0) throw new Error('Say the kind of the school first.');
    return new CaseStory(kind, this.facts);
  }

  get regions(): LiveValue {
    const regions = live(this.snapshot);
    if (regions === null) throw new Error('The case has ended.');
    return regions;
  }

  /** How an event stands now, for its own sender at noon of its day. */
  explain(event: Outlined, role?: Sender, now = noonOf(event)): Explanation {
    return explain(this.snapshot, event, { now, actor: { role: role ?? senderOf(event) } });
  }

  /** The blocking rules that an event would break, by id. */
  blocks(event: Outlined, role?: Sender, now?: string): readonly string[] {
    return unmet(this.explain(event, role, now), 'block');
  }

  warns(event: Outlined, role?: Sender, now?: string): readonly string[] {
    return unmet(this.explain(event, role, now), 'warn');
  }

  with(event: JourneyEvent, role?: Sender, now = noonOf(event)): this {
    const actor = { role: role ?? senderOf(event) };
    const decision = decide(this.snapshot, event, { now, actor });
    if (!decision.ok) {
      const { inPlace, mayActor } = decision.explanation;
      const broken = unmet(decision.explanation, 'block').join(', ');
      throw new Error(`${event.type} is refused: ${JSON.stringify({ inPlace, mayActor, broken })}`);
    }
    this.snapshot = decision.snapshot;
    this.record.push({ seq: this.record.length + 1, event, at: now, actor });
    return this;
  }

  withOptions = () => this.with(anEvent('options.presented'));
  withTrust = (trust = theTrust) => this.with(anEvent('trust.chosen', { trust }));
  withTrustConsent = () => this.with(anEvent('trust.consented'));
  withEquality = () => this.with(anEvent('equality.assessed'));

  withDiligence(): this {
    this.with(anEvent('diligence.reported'));
    return this.with(anEvent('diligence.reported', { of: 'school', report: 'report-on-school' }));
  }

  withFoundationConsulted(): this {
    if (this.regions.foundation !== 'notConsulted') return this;
    return this.with(anEvent('foundation.consulted'));
  }

  withConsentRequested = (consent: string) => this.with(anEvent('consent.requested', { consent }));

  withConsentOf(consent: string, conditions: readonly ConditionGiven[] = []): this {
    this.withConsentRequested(consent);
    return this.with(anEvent('consent.decided', { consent, conditions }));
  }

  withConsents({ without = [] }: { readonly without?: readonly string[] } = {}): this {
    const asked = Object.keys(this.snapshot.consents).filter((id) => !without.includes(id));
    for (const consent of asked) this.withConsentOf(consent);
    return this;
  }

  withResolutionToApply = () => this.with(aVote(this.prescribed()));
  withFinalDecision = () => this.with(aVote({ purpose: 'final', ...this.prescribed() }));

  /** In a federation the votes of the prescribed governors are counted too. */
  private prescribed(): Partial<BoardResolved> {
    return this.facts.inFederation === true ? { prescribed: { for: 6, needed: 6 } } : {};
  }

  consultingUntil = (closesAt: string) => this.with(anEvent('consultation.launched', { closesAt }));
  consulting = () => this.consultingUntil(closingTime);
  withConsultationClosed = () => this.consulting().with(anEvent('consultation.closed'));
  withConsultationReported = () =>
    this.withConsultationClosed().with(anEvent('consultation.reported'));

  applied = () => this.with(anEvent('application.submitted'));
  approved = () => this.with(anEvent('dfe.decided'));
  ordered = () => this.approved().with(anEvent('order.made'));
  withTupe = () =>
    this.with(anEvent('tupe.representatives-named'))
      .with(anEvent('tupe.informed'))
      .with(anEvent('tupe.completed'));

  withDocument(document: string, { upTo }: { readonly upTo: 'received' | 'cleared' | 'signed' }) {
    this.with(anEvent('document.received', { document }));
    if (upTo === 'received') return this;
    this.with(anEvent('document.cleared', { document }));
    if (upTo === 'cleared') return this;
    for (const party of this.snapshot.documents[document]!.context.parties)
      this.with(anEvent('document.signed', { document, party }));
    return this;
  }

  /** Every legal document cleared, and signed where it awaits signatures. */
  withDocuments({ without = [] }: { readonly without?: readonly string[] } = {}): this {
    for (const id of Object.keys(this.snapshot.documents).filter((one) => !without.includes(one)))
      this.withDocument(id, { upTo: 'signed' });
    return this;
  }

  agreed = () => this.with(anEvent('funding-agreement.signed'));
  dated = (opens = '2027-04-01') => this.with(anEvent('opening-date.set', { opens }));
  insured = () => this.with(anEvent('insurance.confirmed'));
  named = () => this.with(anEvent('academy.named'));
  /** The solicitors find that what the case has is needed, and nothing else. */
  withInstrumentsSettled(): this {
    return this.with(anEvent('instruments.settled', { documents: needed(this.snapshot) }));
  }
  withConditionsMet = () => this.withInstrumentsSettled().with(anEvent('conditions.met'));
  opened = () => this.with(anEvent('school.opened'));

  /** All that the chair's application needs, the consultation held first. */
  readyToApply(): this {
    return this.withTrust()
      .withFoundationConsulted()
      .withConsents()
      .withDiligence()
      .withEquality()
      .withResolutionToApply()
      .withTrustConsent()
      .withConsultationReported()
      .withFormation();
  }

  withFormation(): this {
    if (this.snapshot.case.context.route !== 'form') return this;
    return this.with(anEvent('formation.presented')).with(anEvent('trust.incorporated'));
  }

  /** All that the funding agreement needs. */
  readyToAgree(): this {
    return this.readyToApply().applied().ordered().withFinalDecision().withDocuments();
  }

  /** All that the first day needs. */
  readyToOpen(): this {
    return this.readyToAgree().agreed().withTupe().dated().named().insured().withConditionsMet();
  }
}

/** The legal documents that nobody has found to be unnecessary. */
export const needed = ({ documents }: JourneySnapshot) =>
  Object.entries(documents)
    .filter(([, { value }]) => value !== 'notNeeded')
    .map(([id, { context }]) => ({ id, parties: context.parties }));

type ConditionGiven = { id: string; due: 'application' | 'funding-agreement' | 'opening' };

const senderOf = ({ type }: { readonly type: JourneyEvent['type'] }): Sender => events[type].by[0];

function noonOf(event: Outlined): string {
  return `${'on' in event ? event.on : OPENED_ON}T12:00:00.000Z`;
}

function unmet({ conditions }: Explanation, effect: 'block' | 'warn'): readonly string[] {
  return conditions
    .filter((condition) => condition.verdict === 'unmet' && condition.effect === effect)
    .map(({ rule }) => rule);
}
