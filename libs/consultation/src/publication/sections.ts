import { content } from '#platform';

/** A part of what people must be able to read before they answer, with the law that asks for it. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  readonly required: boolean;
  readonly source: { readonly title: string; readonly url: string };
}

interface Words {
  readonly sections: readonly (Omit<Section, 'source'> & { readonly source: string })[];
  readonly sources: Readonly<Record<string, Section['source']>>;
}

/** The sections of content/consultation-text.json, in the order in which people read them. */
export function sections(): readonly Section[] {
  const { sections: listed, sources } = content<Words>('consultation-text');
  return listed.map((section) => ({ ...section, source: sources[section.source]! }));
}
