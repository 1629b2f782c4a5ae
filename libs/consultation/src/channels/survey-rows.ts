import { Temporal } from 'temporal-polyfill';
import { parseAddress } from '#mail';
import { groupNamed } from '../read-consultee-file.js';
import type { FaultyRow } from '../read-consultee-file.js';
import type { Group, View } from '../stakeholders.js';

/** What a clerk says of the columns of an online survey's export; columns by their place. */
export interface SurveyMapping {
  /** What the survey is called: with a line's own id it names that line for ever. */
  readonly survey: string;
  /** Whose clock decides whether a line came late. */
  readonly clock: 'ours' | 'survey';
  readonly id: number;
  readonly words: readonly number[];
  readonly view: number | null;
  readonly group: number | null;
  readonly name: number | null;
  readonly email: number | null;
  readonly receivedAt: number | null;
  /** The group of lines that name none. */
  readonly everybodyIs: Group | null;
  /** What each answer of the view's column means; 'none': no view. */
  readonly views: Readonly<Record<string, View | 'none'>>;
}

/** A line of a survey that can be taken. */
export interface SurveyRow {
  readonly row: number;
  readonly id: string;
  readonly words: string;
  readonly view: View | null;
  readonly group: Group | null;
  readonly name: string | null;
  readonly email: string | null;
  /** An ISO instant as the survey states it. */
  readonly statedAt: string | null;
}

export interface SurveyRows {
  readonly rows: readonly SurveyRow[];
  /** The id of each stood in a line above it. */
  readonly doubled: readonly SurveyRow[];
  readonly faulty: readonly FaultyRow[];
}

const MOST_WORDS = 20_000;

/** Reads the lines below the headings as the mapping says; each that cannot be taken is named. */
export function surveyRows(
  lines: readonly (readonly string[])[],
  mapping: SurveyMapping,
): SurveyRows {
  const [headings = [], ...below] = lines;
  const rows: SurveyRow[] = [];
  const doubled: SurveyRow[] = [];
  const faulty: FaultyRow[] = [];
  const seen = new Set<string>();
  below.forEach((cells, index) => {
    const row = index + 2;
    const read = readRow(row, { headings, cells, mapping });
    if (typeof read === 'string') {
      faulty.push({ row, given: cells.join(', ').slice(0, 120), why: read });
      return;
    }
    (seen.has(read.id) ? doubled : rows).push(read);
    seen.add(read.id);
  });
  return { rows, doubled, faulty };
}

interface Line {
  readonly headings: readonly string[];
  readonly cells: readonly string[];
  readonly mapping: SurveyMapping;
}

function readRow(row: number, { headings, cells, mapping }: Line): SurveyRow | string {
  const cell = (at: number | null) => (at === null ? '' : (cells[at]?.trim() ?? ''));
  const id = cell(mapping.id);
  if (id === '') return 'It has no id of the survey.';
  if (id.length > 200) return 'Its id is longer than 200 characters.';
  const answer = cell(mapping.view);
  const meant = answer === '' ? 'none' : mapping.views[answer];
  if (meant === undefined) return `Nobody said what “${answer.slice(0, 80)}” means.`;
  const words = wordsOf(mapping.words, { headings, cell });
  if (words === '' && meant === 'none') return 'It gives neither a view nor words.';
  if (words.length > MOST_WORDS) return 'Its words are longer than 20,000 characters.';
  const groupGiven = cell(mapping.group);
  const group = groupGiven === '' ? mapping.everybodyIs : groupNamed(groupGiven);
  if (groupGiven !== '' && group === null) return `“${groupGiven}” is not one of the groups.`;
  const email = cell(mapping.email) || null;
  if (email !== null && parseAddress(email) === null) return 'Its e-mail address cannot be one.';
  const stated = cell(mapping.receivedAt);
  const statedAt = stated === '' ? null : instantOf(stated);
  if (stated !== '' && statedAt === null)
    return `“${stated}” is no date and time that we can read.`;
  if (mapping.clock === 'survey' && statedAt === null) return 'It does not say when it came.';
  const view = meant === 'none' ? null : meant;
  return { row, id, words, view, group, name: cell(mapping.name) || null, email, statedAt };
}

/** More than one column: each under its own heading, so that nobody takes one answer for another. */
function wordsOf(
  columns: readonly number[],
  { headings, cell }: { readonly headings: readonly string[]; cell(at: number): string },
): string {
  const said = columns.flatMap((at) => {
    const words = cell(at);
    return words === '' ? [] : [{ heading: headings[at] ?? '', words }];
  });
  if (columns.length === 1) return said[0]?.words ?? '';
  return said.map(({ heading, words }) => `${heading}:\n${words}`).join('\n\n');
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;
const BRITISH = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d{2})(?::(\d{2}))?$/;

/** What names no offset is London time; a day without an hour is no instant. */
export function instantOf(stated: string): string | null {
  const british = BRITISH.exec(stated);
  const iso = ISO.exec(stated);
  const [, a, b, c, hour, minute, second = '0', offset] = iso ?? british ?? [];
  if (a === undefined) return null;
  const [year, month, day] = iso ? [a, b, c] : [c, b, a];
  const fields = { year, month, day, hour, minute, second };
  try {
    const local = Temporal.PlainDateTime.from(
      Object.fromEntries(Object.entries(fields).map(([key, text]) => [key, Number(text)])) as never,
      { overflow: 'reject' },
    );
    const zone =
      offset === undefined ? 'Europe/London' : offset === 'Z' ? 'UTC' : withColon(offset);
    const { epochMilliseconds } = local.toZonedDateTime(zone);
    return new Date(epochMilliseconds).toISOString();
  } catch {
    return null;
  }
}

const withColon = (offset: string): string =>
  offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
