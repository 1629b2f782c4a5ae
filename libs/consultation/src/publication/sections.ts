import { content } from '#platform';

/** A part of what people must be able to read before they answer, with the law that asks for it. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  readonly required: boolean;
  /** Where it is no running text: a list of facts, each with its source. */
  readonly lists?: 'facts';
  readonly source: { readonly title: string; readonly url: string };
}

interface Words {
  readonly sections: readonly (Omit<Section, 'source'> & { readonly source: string })[];
  readonly sources: Readonly<Record<string, Section['source']>>;
  readonly facts: { readonly ready: readonly Omit<SourcedFact, 'on'>[] };
}

/** Something that people say, what is so, and where and when that was read. */
export interface SourcedFact {
  readonly claim: string;
  readonly fact: string;
  readonly source: string;
  /** An address of the source; '' where it has none. */
  readonly link: string;
  /** The day on which it was read there: '2026-06-04'. */
  readonly on: string;
}

/** The sections of content/consultation-text.json, in the order in which people read them. */
export function sections(): readonly Section[] {
  const { sections: listed, sources } = content<Words>('consultation-text');
  return listed.map((section) => ({ ...section, source: sources[section.source]! }));
}

/** Facts to begin from; the day is for whoever reads the source again. */
export const readyFacts = (): readonly Omit<SourcedFact, 'on'>[] =>
  content<Words>('consultation-text').facts.ready;
