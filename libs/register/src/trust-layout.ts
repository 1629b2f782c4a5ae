import { foldPostcode, foldText } from './fold-text.js';
import { columnsOf, date, name, text, uid } from './layout.js';
import type { Layout, Values } from './layout.js';
import { isPlaceholder } from './read-cell.js';

/** The columns of a GIAS groups extract: multi-academy trusts, single-academy trusts, federations. */
export const TRUST_FIELDS = {
  uid: uid('Group UID'),
  name: name('Group Name'),
  groupId: text('Group ID'),
  companiesHouseNumber: text('Companies House Number'),
  ukprn: text('UKPRN'),
  typeCode: text('Group Type (code)'),
  typeName: text('Group Type'),
  statusCode: text('Group Status (code)'),
  statusName: text('Group Status'),
  openDate: date('Open date'),
  closeDate: date('Closed Date'),
  incorporatedDate: date('Incorporated on (open date)'),
  street: text('Group Street'),
  locality: text('Group Locality'),
  address3: text('Group Address 3'),
  town: text('Group Town'),
  county: text('Group County'),
  postcode: text('Group Postcode'),
};

/** A trust or other group as the register has it; null where GIAS gives nothing. */
export interface Trust extends Values<typeof TRUST_FIELDS> {
  /** Whether it is closed now. */
  readonly closed: boolean;
}

export const TRUSTS: Layout = {
  kind: 'groups',
  table: 'trust',
  columns: columnsOf(TRUST_FIELDS),
  key: ['uid'],
  needed: ['name'],
  derived: [
    { column: 'name_key', from: 'name', make: foldText },
    { column: 'town_key', from: 'town', make: foldText },
    { column: 'postcode_key', from: 'postcode', make: foldPostcode },
    { column: 'closed_undated', from: 'close_date', make: isPlaceholder },
  ],
  kept: [],
  leftOut: ['Head of Group Title', 'Head of Group First Name', 'Head of Group Last Name'],
  closes: true,
};
