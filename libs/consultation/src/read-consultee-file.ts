import { parseAddress } from '#mail';
import { ADDRESS_FAULT, wayFault, WAYS_TO_PEOPLE } from './consultees.js';
import type { ConsulteeDraft, WayToPeople } from './consultees.js';
import { fold, readCsv, refused } from './read-csv.js';
import { GROUPS } from './stakeholders.js';
import type { Group } from './stakeholders.js';
import { wording } from './wording.js';

/** A line of a file of consultees that cannot be taken, and why. */
export interface FaultyRow {
  readonly row: number;
  readonly given: string;
  readonly why: string;
}

export interface ReadRow {
  readonly row: number;
  readonly draft: ConsulteeDraft;
}

/** What a file of consultees holds, before anything is made of it. */
export interface ConsulteeFile {
  readonly rows: readonly ReadRow[];
  readonly faulty: readonly FaultyRow[];
  /** Headings that say nothing to us: their columns are left out. */
  readonly unknownColumns: readonly string[];
}

const MOST_ROWS = 20_000;
const MOST_CHARACTERS = { name: 200, organisation: 200, postal: 500, telephone: 40 } as const;

type Column =
  | 'name'
  | 'firstName'
  | 'lastName'
  | 'email'
  | 'group'
  | 'organisation'
  | 'postal'
  | 'telephone'
  | 'channel';

const HEADINGS: Readonly<Record<Column, readonly string[]>> = {
  name: ['name', 'full name', 'contact', 'contact name'],
  firstName: ['first name', 'forename', 'given name'],
  lastName: ['last name', 'surname', 'family name'],
  email: ['email', 'e-mail', 'email address', 'e-mail address', 'mail'],
  group: ['group', 'type', 'stakeholder', 'stakeholder group', 'role'],
  organisation: ['organisation', 'organization', 'school', 'company'],
  postal: ['address', 'postal address', 'post'],
  telephone: ['telephone', 'phone', 'telephone number', 'phone number', 'mobile'],
  channel: ['preferred channel', 'channel', 'how to reach', 'prefers'],
};

/**
 * Reads a CSV of consultees (commas, semicolons or tabs; UTF-8 or windows-1252) with headings in
 * any order. A line that cannot be taken is told with its reason; the others are not touched by it.
 */
export function readConsulteeFile(bytes: Buffer, everybodyIs: Group | null = null): ConsulteeFile {
  const lines = readCsv(bytes, { most: MOST_ROWS, of: 'people', recordBytes: 20_000 });
  const headings = (lines[0] ?? []).map(fold);
  const columns = columnsOf(headings);
  if (!columns.has('name') && !(columns.has('firstName') && columns.has('lastName'))) {
    throw refused('The selected file must have a column called “name”');
  }
  if (!columns.has('group') && everybodyIs === null) {
    throw refused('The selected file must have a column called “group”, or select a group for all');
  }
  const known = new Set(columns.values());
  const rows: ReadRow[] = [];
  const faulty: FaultyRow[] = [];
  lines.slice(1).forEach((cells, index) => {
    const row = index + 2;
    const draft = readRow((column) => cells[columns.get(column) ?? -1]?.trim() ?? '', everybodyIs);
    if (typeof draft === 'string')
      faulty.push({ row, given: cells.join(', ').slice(0, 120), why: draft });
    else rows.push({ row, draft });
  });
  if (rows.length + faulty.length === 0) throw refused('The selected file has no people in it');
  const unknownColumns = (lines[0] ?? []).filter((_, index) => !known.has(index));
  return { rows, faulty, unknownColumns };
}

function columnsOf(headings: readonly string[]): ReadonlyMap<Column, number> {
  const columns = new Map<Column, number>();
  for (const [column, names] of Object.entries(HEADINGS) as [Column, readonly string[]][]) {
    const at = headings.findIndex((heading) => names.includes(heading));
    if (at >= 0) columns.set(column, at);
  }
  return columns;
}

/** The person of one line, or why there is none. */
function readRow(
  cell: (column: Column) => string,
  everybodyIs: Group | null,
): ConsulteeDraft | string {
  const name = cell('name') || `${cell('firstName')} ${cell('lastName')}`.trim();
  const email = cell('email') || null;
  const groupGiven = cell('group');
  const group = groupGiven === '' ? everybodyIs : groupNamed(groupGiven);
  const organisation = cell('organisation') || null;
  const postal = cell('postal') || null;
  const telephone = cell('telephone') || null;
  const wayGiven = cell('channel');
  const channel = wayGiven === '' ? undefined : wayNamed(wayGiven);
  if (name === '') return 'There is no name.';
  if (email !== null && parseAddress(email) === null) return `${ADDRESS_FAULT}.`;
  if (group === null) return `“${groupGiven || 'nothing'}” is not one of the groups.`;
  if (/[\p{Cc}\p{Cs}]/u.test(name + (organisation ?? '')))
    return 'It holds characters that cannot be shown.';
  if (name.length > MOST_CHARACTERS.name) return 'The name is longer than 200 characters.';
  if ((organisation?.length ?? 0) > MOST_CHARACTERS.organisation)
    return 'The organisation is longer than 200 characters.';
  if ((postal?.length ?? 0) > MOST_CHARACTERS.postal)
    return 'The address is longer than 500 characters.';
  if ((telephone?.length ?? 0) > MOST_CHARACTERS.telephone)
    return 'The telephone number is longer than 40 characters.';
  if (channel === null) return `“${wayGiven}” is not one of the ways to reach people.`;
  const draft = { name, email, group, organisation, postal, telephone };
  const whole = channel === undefined ? draft : { ...draft, channel };
  const [fault = null] = Object.values(wayFault(whole) ?? {});
  return fault ?? whole;
}

const WAY_SPELLINGS: Readonly<Record<WayToPeople, readonly string[]>> = {
  email: ['email', 'e-mail', 'by e-mail', 'by email'],
  post: ['post', 'letter', 'by post', 'paper'],
  telephone: ['telephone', 'phone', 'by telephone', 'by phone', 'call'],
  'by-hand': ['by hand', 'by-hand', 'in person', 'hand'],
};

const wayNamed = (given: string): WayToPeople | null =>
  WAYS_TO_PEOPLE.find((way) => WAY_SPELLINGS[way].includes(fold(given))) ?? null;

export function groupNamed(given: string): Group | null {
  const folded = fold(given);
  const { groups, groupSpellings } = wording();
  return (
    GROUPS.find(
      (group) =>
        folded === group ||
        folded === fold(groups[group]) ||
        groupSpellings[group].includes(folded),
    ) ?? null
  );
}
