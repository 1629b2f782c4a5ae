/**
 * A plain model of one school's case, written from the Acts, the regulations and the Department's
 * guidance alone. It shares nothing with the service that it is held against, not even a type.
 */
export interface SchoolCase {
  readonly route: 'join' | 'form' | 'sponsored';
  /** Foundation and voluntary schools that have a foundation: it is consulted first (s.3(3)). */
  readonly hasFoundation: boolean;
  readonly inFederation: boolean;
  readonly course:
    'going' | 'held' | 'withdrawn' | 'converted' | 'declined' | 'revoked' | 'superseded';
  readonly group: 'alone' | 'together' | 'to be reviewed';
  readonly dependsOnGroup: boolean;
  readonly optionsShown: boolean;
  readonly trust: string | null;
  readonly trustAgreed: boolean;
  /** A trust that is formed: whether its papers are there, and whether it is a company. */
  readonly trustPresented: boolean;
  readonly trustIncorporated: boolean;
  readonly foundationConsulted: boolean;
  readonly consents: Readonly<Record<string, Consent>>;
  /** The board's standing votes: to apply (s.3(1)), and finally (s.5(1)). */
  readonly toApply: Standing;
  readonly finally: Standing;
  readonly diligence: Readonly<Record<'trust' | 'school', boolean>>;
  readonly equalityAssessed: boolean;
  readonly consultation: Consultation;
  readonly applied: boolean;
  readonly approved: boolean;
  readonly order: Order | null;
  /** The day on which the Secretary of State consulted before an order of their own motion. */
  readonly heardOn: string | null;
  /** Whether somebody is named who stands for the staff (TUPE 2006 reg 13(3)). */
  readonly staffHaveRepresentatives: boolean;
  readonly staff: 'not told' | 'told' | 'consulted';
  /** Whether the solicitors have said which further legal documents are needed. */
  readonly papersSettled: boolean;
  readonly documents: Readonly<Record<string, LegalDocument>>;
  readonly agreed: boolean;
  readonly opens: string | null;
  readonly dateConfirmed: boolean;
  readonly conditionsMet: boolean;
  readonly insuredOn: string | null;
}

export type Standing = 'none' | 'carried' | 'lost';

export interface Order {
  readonly on: string;
  readonly basis: string;
}

/** One body's consent in one capacity (s.3(4), and the Measure of 2021 s.8(3)). */
export interface Consent {
  readonly standing:
    | 'not asked'
    | 'asked'
    | 'received'
    | 'wants more'
    | 'given'
    | 'refused'
    | 'withdrawn'
    | 'lapsed'
    | 'void';
  /** The papers that the body was asked about. */
  readonly papers: string;
  readonly isFinal: boolean;
  /** Conditions that nobody has shown to be met yet. */
  readonly open: readonly Condition[];
}

export interface Condition {
  readonly id: string;
  readonly due: Due;
}

export type Due = 'application' | 'funding-agreement' | 'opening';

export interface Consultation {
  readonly stage: 'not needed' | 'planned' | 'open' | 'closed' | 'reported' | 'considered';
  readonly closesAt: string;
  readonly report: readonly string[] | null;
}

export interface LegalDocument {
  readonly parties: readonly string[];
  readonly stage:
    'awaited' | 'received' | 'cleared' | 'signed' | 'sealed' | 'published' | 'not needed';
  readonly signed: readonly string[];
}

/** What is known of a school when its case is opened. */
export interface Opened {
  readonly route: SchoolCase['route'];
  readonly inFederation: boolean;
  /** The consents that it owes, by their names. */
  readonly consents: readonly string[];
  /** Its legal documents, each with the parties that sign it. */
  readonly documents: Readonly<Record<string, readonly string[]>>;
}

const notAsked: Consent = { standing: 'not asked', papers: '', isFinal: true, open: [] };
const planned: Consultation = { stage: 'planned', closesAt: '', report: null };

export function opened({ route, inFederation, consents, documents }: Opened): SchoolCase {
  return {
    ...{ route, inFederation, course: 'going', group: 'alone', dependsOnGroup: false },
    // An order of the Secretary of State's own motion needs neither (s.4(1)(b), s.5(2)).
    hasFoundation: consents.length > 0,
    consultation: route === 'sponsored' ? { ...planned, stage: 'not needed' } : planned,
    ...{ optionsShown: false, trust: null, trustAgreed: false, foundationConsulted: false },
    ...{ trustPresented: false, trustIncorporated: false },
    consents: Object.fromEntries(consents.map((id) => [id, notAsked])),
    ...{ toApply: 'none', finally: 'none', equalityAssessed: false },
    diligence: { trust: false, school: false },
    ...{ applied: false, approved: false, order: null, heardOn: null, staff: 'not told' },
    ...{ staffHaveRepresentatives: false, papersSettled: false, dateConfirmed: false },
    documents: Object.fromEntries(
      Object.entries(documents).map(([id, parties]) => [
        id,
        { parties, stage: 'awaited', signed: [] },
      ]),
    ),
    ...{ agreed: false, opens: null, conditionsMet: false, insuredOn: null },
  };
}

/** Something that is said to have happened, as it is written down: what, when, and its facts. */
export interface Happening {
  readonly type: string;
  readonly on: string;
  readonly trust?: string | { readonly uid: string };
  readonly consent?: string;
  readonly document?: string;
  readonly party?: string;
  readonly of?: 'trust' | 'school';
  readonly papersHash?: string;
  readonly decision?: string;
  readonly finality?: string;
  readonly conditions?: readonly { readonly id: string; readonly due?: Due }[];
  readonly condition?: string;
  readonly closesAt?: string;
  readonly report?: string;
  readonly forms?: readonly string[];
  readonly outcome?: string;
  readonly basis?: string;
  readonly opens?: string;
  readonly reasons?: string | readonly string[];
  readonly approval?: string;
  readonly letter?: string;
  readonly dependent?: boolean;
  readonly detailed?: boolean;
  readonly noted?: readonly string[];
  readonly standing?: string;
  readonly outstanding?: readonly string[];
  readonly urn?: string;
  readonly kind?: string;
  /** Other schools that the same application names. */
  readonly together?: readonly object[];
}

/** A vote of the governing board in session (SI 2013/1624). */
export interface Vote extends Happening {
  readonly purpose: string;
  readonly rescinds?: string;
  readonly fullBoard: boolean;
  readonly notice: {
    readonly clearDays: number;
    readonly withPapers: boolean;
    readonly urgency: boolean;
  };
  readonly inPost: number;
  readonly present: number;
  readonly withdrew: number;
  /** Of an interim executive board alone: the quorum that it set for itself, null where unknown. */
  readonly ownQuorum?: number | null;
  readonly interestsDeclared: boolean;
  readonly prescribed: { readonly for: number; readonly needed: number } | null;
  readonly votes: {
    readonly for: number;
    readonly against: number;
    readonly abstained: number;
    readonly casting: string | null;
  };
  readonly papers: readonly string[];
}

/** When and by whom it is said. */
export interface Said {
  readonly at: string;
  readonly by: string;
}
