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
  usage: '[FILE] [--urn N] [--register FILE] [--route join|form] [--on DATE] [--corrected]',
  does: 'who must consent and be consulted, and what is needed: for a school, or for every one of an extract',
  run: async (args, desk) => {
    const named = ['urn', 'register', 'route', 'on'];
    const { options, words } = readArguments(args, named, ['corrected']);
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
    const isEvery = typeof file === 'string' && options['urn'] === undefined;
    const urn = isEvery ? '' : required(options, 'urn');
    const isCorrected = options['corrected'] === true || desk.settings.database.url !== null;
    const day = typeof given === 'string' ? given : undefined;
    const known = await (typeof file !== 'string' || isCorrected
      ? fromDatabase(desk, day)
      : fromRegisterAlone(desk));
    if (isEvery && typeof file === 'string') return everyRow(desk, file, known, ask);
    const school = await (typeof file === 'string' ? inExtract(file, urn) : inRegister(desk, urn));
    tell(desk, school.name, ask(school, known));
    return 0;
  },
};

/** The day, and the bodies that an administrator has named for denominations and in dioceses. */
interface Known {
  readonly today: string;
  readonly authorities?: DutiesQuestion['authorities'];
}

/** The product's own day, and the corrections that count on the day that is asked about. */
async function fromDatabase(desk: Desk, on?: string): Promise<Known> {
  const { pool } = await desk.openDatabase();
  const today = londonDate(await now(pool)).toString();
  return { today, authorities: await authoritiesOn(pool, on ?? today) };
}

/** No database is needed, nor its clock; but nobody's correction of the law's data is known. */
async function fromRegisterAlone(desk: Desk): Promise<Known> {
  desk.err(REGISTER_ALONE);
  return { today: londonDate(new Date()).toString() };
}

const REGISTER_ALONE =
  'From the register alone: without a database no correction of an administrator is known. Add --corrected to use them.';

type Ask = (school: School, known: Known) => Duties;

/** The register's row in the database. */
async function inRegister(desk: Desk, urn: string): Promise<School> {
  const { pool } = await desk.openDatabase();
  const school = await registeredSchool(pool, urn);
  if (school === null) throw new Refusal('not-found', { urn });
  return school;
}

/** The row of an extract that is not imported. */
async function inExtract(file: string, urn: string): Promise<School> {
  const refused: ReadSchool[] = [];
  for await (const read of schoolsInExtract(file, urn)) {
    if (isSchool(read)) return read.school;
    refused.push(read);
  }
  if (refused.length > 0) throw new Refusal('invalid', { file, refused });
  throw new Refusal('not-found', { urn, file });
}

/** A line for every school of an extract, then how many there are of each kind, and what is unknown. */
async function everyRow(desk: Desk, file: string, known: Known, ask: Ask): Promise<number> {
  const tally = new DutiesTally();
  for await (const read of schoolsInExtract(file)) {
    if (!isSchool(read)) {
      tally.refuse();
      desk.err(`row ${read.row} ${read.reason}`);
      continue;
    }
    const owed = ask(read.school, known);
    tally.add(owed);
    desk.out(desk.json ? JSON.stringify(shown(owed)) : lineOf(read.school.name, owed));
  }
  if (desk.json) desk.out(JSON.stringify(tally.total));
  else for (const line of tally.lines) desk.out(line);
  return tally.total.refused === 0 ? 0 : 1;
}

const isSchool = (read: ReadSchool): read is Extract<ReadSchool, { school: School }> =>
  'school' in read;

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
