import { columnsOf, date, name, text, urn } from './layout.js';
import type { Layout } from './layout.js';

/** A row says: the `type` of `urn` is `linkUrn` (its "Successor", its "Predecessor - merged" …). */
const LINK_FIELDS = {
  urn: urn('URN'),
  linkUrn: urn('LinkURN'),
  type: text('LinkType'),
  linkName: name('LinkName'),
  established: date('LinkEstablishedDate'),
};

export const LINKS: Layout = {
  kind: 'links',
  table: 'school_link',
  columns: columnsOf(LINK_FIELDS),
  key: ['urn', 'link_urn', 'type'],
  needed: [],
  derived: [],
  kept: [],
  leftOut: [],
  closes: false,
};
