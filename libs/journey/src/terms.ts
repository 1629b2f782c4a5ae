/** Joining a trust, forming one, or being ordered into one by the Secretary of State. */
export type Route = 'join' | 'form' | 'sponsored';

/** The model articles of a trust: how much of its board the church or foundation appoints. */
export type ArticlesModel = 'majority' | 'minority' | 'mixed' | 'no-faith';

/** Who employs the staff before the transfer, and so owes them the TUPE duties. */
export type Employer = 'local-authority' | 'governing-board' | 'unknown';

/** What a body's policy says of its consent to a conversion; policies are data with versions. */
export type ConsentPolicy = {
  readonly version: string;
  /** Whether the body wants to decide before people are consulted, after it, or does not mind. */
  readonly order: 'before-consultation' | 'after-consultation' | 'any';
  /** In one decision, or first in principle and then finally. */
  readonly stages: 'one' | 'two';
  /** Whether a school of this kind may join a trust with these articles. */
  readonly accepts: Readonly<Partial<Record<ArticlesModel, 'yes' | 'no' | 'possibly'>>>;
  /** Kinds of document that a request must bring. */
  readonly required: readonly string[];
  /** Days of silence after which the body has refused; null where silence means nothing. */
  readonly silenceRefusesAfterDays: number | null;
};

/** What a consent was given for; another trust or other articles void it. */
export type ConsentScope = {
  readonly trust: { readonly uid: string; readonly name: string };
  readonly articles?: ArticlesModel;
};

/** In what right a body consents (Academies Act 2010 s.3(4); DBE Measure 2021 s.8(3)). */
export type Capacity =
  'trustee' | 'foundation-governor-appointer' | 'diocesan-authority' | 'religious-body';
