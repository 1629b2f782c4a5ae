import { Refusal, now } from '#platform';
import { journeySchool } from '#cases';
import { duties } from '#journey';
import type { Duties, DutiesQuestion } from '#journey';
import { authoritiesOn } from '#law';
import { londonDate, school as registeredSchool, schoolsInExtract } from '#register';
import type { ReadSchool, School } from '#register';
import { BadUsage, readArguments, required } from './command.js';
import type { Command, Desk } from './command.js';
import { DutiesTally } from './duties-tally.js';

/** The ways in which a board applies; an order of the Secretary of State asks nobody's consent. */
const ROUTES = ['join', 'form'] as const;

export const dutiesCommand: Command = {
  usage: '[FILE] [--urn N] [--register FILE] [--route join|form] [--on DATE]',
  does: 'who must consent and be consulted, and what is needed: for a school, or for every one of an extract',
  run: async (args, desk) => {
    const { options, words } = readArguments(args, ['urn', 'register', 'route', 'on']);
    const file = options['register'] ?? words[0];
    const route = ROUTES.find((known) => known === (options['route'] ?? 'join'));
    if (route === undefined) throw new BadUsage(`--route must be ${ROUTES.join(' or ')}.`);
    if (words.length > 1) throw new BadUsage('One extract is read at a time.');
    const given = options['on'];
    if (given !== undefined) refuseNoDay(given);
    const ask: Ask = (school, { today, authorities = {} }) => {
      const on = typeof given === 'string' ? given : today;
      return duties({ school: journeySchool(school), bodies: [], route, on, authorities });
    };
    if (typeof file === 'string' && options['urn'] === undefined) return everyRow(desk, file, ask);
    const urn = required(options, 'urn');
    const { school, ...known } = await (typeof file === 'string'
      ? inExtract(file, urn)
      : inRegister(desk, urn));
    tell(desk, school.name, ask(school, known));
    return 0;
  },
};

/** The day, and the bodies that an administrator has named for denominations. */
interface Known {
  readonly today: string;
  readonly authorities?: DutiesQuestion['authorities'];
}

interface Found extends Known {
  readonly school: School;
}

type Ask = (school: School, known: Known) => Duties;

/** The register's row in the database; the day is the product's. */
async function inRegister(desk: Desk, urn: string): Promise<Found> {
  const { pool } = await desk.openDatabase();
  const school = await registeredSchool(pool, urn);
  if (school === null) throw new Refusal('not-found', { urn });
  const today = londonDate(await now(pool)).toString();
  return { school, today, authorities: await authoritiesOn(pool, today) };
}

/** The row of an extract that is not imported: no database is needed, nor its clock. */
async function inExtract(file: string, urn: string): Promise<Found> {
  const refused: ReadSchool[] = [];
  for await (const read of schoolsInExtract(file, urn)) {
    if (isSchool(read)) return { school: read.school, today: todayHere() };
    refused.push(read);
  }
  if (refused.length > 0) throw new Refusal('invalid', { file, refused });
  throw new Refusal('not-found', { urn, file });
}

/** A line for every school of an extract, then how many there are of each kind, and what is unknown. */
async function everyRow(desk: Desk, file: string, ask: Ask): Promise<number> {
  const tally = new DutiesTally();
  const today = todayHere();
  for await (const read of schoolsInExtract(file)) {
    if (!isSchool(read)) {
      tally.refuse();
      desk.err(`row ${read.row} ${read.reason}`);
      continue;
    }
    const owed = ask(read.school, { today });
    tally.add(owed);
    desk.out(desk.json ? JSON.stringify(shown(owed)) : lineOf(read.school.name, owed));
  }
  if (desk.json) desk.out(JSON.stringify(tally.total));
  else for (const line of tally.lines) desk.out(line);
  return tally.total.refused === 0 ? 0 : 1;
}

const isSchool = (read: ReadSchool): read is Extract<ReadSchool, { school: School }> =>
  'school' in read;
const todayHere = (): string => londonDate(new Date()).toString();

function refuseNoDay(text: string | true): void {
  const isDay =
    typeof text === 'string' &&
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(text).toISOString().startsWith(text);
  if (!isDay) throw new BadUsage('--on must be a day, for example 2026-09-01.');
}

/** The answer as a program reads it; a school outside the scope says why. */
function shown({ outOfScope, school: _, ...rest }: Duties): object {
  return outOfScope === null ? rest : { ...rest, outOfScope };
}

function lineOf(name: string, { urn, category, mustConsent, unknown, outOfScope }: Duties): string {
  if (outOfScope !== null) return `${urn} ${name}: ${outOfScope}`;
  const consents = mustConsent.map(({ body, capacity }) => body?.name ?? `${capacity} not known`);
  const open = [...new Set(unknown.map(({ what }) => what))];
  const said = [category, `consents: ${consents.join('; ') || 'nobody'}`];
  if (open.length > 0) said.push(`to find out: ${open.join(', ')}`);
  return `${urn} ${name}: ${said.join('. ')}`;
}

function tell({ json, out }: Desk, name: string, owed: Duties): void {
  if (json) return out(JSON.stringify(shown(owed)));
  out(`${name} (${owed.urn}), by the rules of ${owed.ruleSet}`);
  if (owed.outOfScope !== null) return out(`  ${owed.outOfScope}`);
  out(`  category: ${owed.category}; employer: ${owed.employer}; land: ${owed.land}`);
  for (const { capacity, body, basis } of owed.mustConsent) {
    out(`  must consent: ${body?.name ?? 'not known yet'}, as ${capacity} (${basis})`);
  }
  for (const { who, basis } of owed.mustConsult) out(`  must be consulted: ${who} (${basis})`);
  for (const { id, optional } of owed.documents) {
    out(`  document: ${id}${optional ? ', unless advised otherwise' : ''}`);
  }
  for (const { why } of owed.unknown) out(`  to find out: ${why}`);
}
