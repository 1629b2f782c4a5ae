import type { ArticlesModel } from '../terms.js';
import type { DocumentRef, Fact } from './fact.js';

/** Thinking it over, choosing a trust and the articles it would have, and looking at each other. */
export type ExploringEvent =
  | OptionsPresented
  | TrustChosen
  | ArticlesChosen
  | TrustConsented
  | TrustIncorporated
  | FormationPresented
  | FoundationConsulted
  | DiligenceReported
  | EqualityAssessed;

export interface OptionsPresented extends Fact<'options.presented'> {
  readonly paper: DocumentRef;
}

export interface TrustChosen extends Fact<'trust.chosen'> {
  readonly trust: { readonly uid: string; readonly name: string };
}

/** Which model articles the trust has or would take; what bodies consented to for others falls. */
export interface ArticlesChosen extends Fact<'articles.chosen'> {
  readonly model: ArticlesModel;
}

export interface TrustConsented extends Fact<'trust.consented'> {
  readonly letter: DocumentRef;
}

/** A trust that is formed has become a company. */
export interface TrustIncorporated extends Fact<'trust.incorporated'> {
  readonly certificate: DocumentRef;
}

/** What the Department asks of a trust that is formed; the schools of a group share the papers. */
export interface FormationPresented extends Fact<'formation.presented'> {
  readonly grounds: DocumentRef;
  readonly vision: DocumentRef;
  readonly growth: DocumentRef;
  readonly improvement: DocumentRef;
  readonly governance: DocumentRef;
  readonly people: DocumentRef;
}

export interface FoundationConsulted extends Fact<'foundation.consulted'> {
  readonly letter: DocumentRef;
}

export interface DiligenceReported extends Fact<'diligence.reported'> {
  readonly of: 'trust' | 'school';
  readonly report: DocumentRef;
}

export interface EqualityAssessed extends Fact<'equality.assessed'> {
  readonly assessment: DocumentRef;
}
