import { Refusal, now } from '#platform';
import { journeySchool } from '#cases';
import { duties } from '#journey';
import type { Duties } from '#journey';
import { londonDate, school as registeredSchool, schoolInExtract } from '#register';
import type { School } from '#register';
import { BadUsage, readArguments, required } from './command.js';
import type { Command, Desk } from './command.js';

/** The ways in which a school becomes an academy that this journey carries. */
const ROUTES = ['join'] as const;

export const dutiesCommand: Command = {
  usage: '--urn N [--register FILE] [--route join] [--on DATE]',
  does: 'who must consent and be consulted, and what is needed, for one school on one day',
  run: async (args, desk) => {
    const { options } = readArguments(args, ['urn', 'register', 'route', 'on']);
    const urn = required(options, 'urn');
    const file = options['register'];
    const route = ROUTES.find((known) => known === (options['route'] ?? 'join'));
    if (route === undefined) throw new BadUsage(`--route must be ${ROUTES.join(' or ')}.`);
    const given = options['on'];
    if (given !== undefined) refuseNoDay(given);
    const { school, today } = await (typeof file === 'string'
      ? inExtract(file, urn)
      : inRegister(desk, urn));
    const on = typeof given === 'string' ? given : today;
    const owed = duties({ school: journeySchool(school), bodies: [], route, on });
    tell(desk, school.name, owed);
    return 0;
  },
};

interface Found {
  readonly school: School;
  readonly today: string;
}

/** The register's row in the database; the day is the product's. */
async function inRegister(desk: Desk, urn: string): Promise<Found> {
  const { pool } = await desk.openDatabase();
  const school = await registeredSchool(pool, urn);
  if (school === null) throw new Refusal('not-found', { urn });
  return { school, today: londonDate(await now(pool)).toString() };
}

/** The row of an extract that is not imported: no database is needed, nor its clock. */
async function inExtract(file: string, urn: string): Promise<Found> {
  const { school, refused } = await schoolInExtract(file, urn);
  if (refused.length > 0) throw new Refusal('invalid', { file, refused });
  if (school === null) throw new Refusal('not-found', { urn, file });
  return { school, today: londonDate(new Date()).toString() };
}

function refuseNoDay(text: string | true): void {
  const isDay =
    typeof text === 'string' &&
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(text).toISOString().startsWith(text);
  if (!isDay) throw new BadUsage('--on must be a day, for example 2026-09-01.');
}

function tell({ json, out }: Desk, name: string, owed: Duties): void {
  const { outOfScope, school: _, ...rest } = owed;
  if (json) return out(JSON.stringify(outOfScope === null ? rest : { ...rest, outOfScope }));
  out(`${name} (${owed.urn}), by the rules of ${owed.ruleSet}`);
  if (outOfScope !== null) return out(`  ${outOfScope}`);
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
