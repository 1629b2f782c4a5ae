import type { Actor, Sql, Tx } from '#platform';
import type { Entry } from '#evidence';
import type { DutiesSettled, JourneyEvent, JourneySnapshot, TrustChosen } from '#journey';
import { applyPolicy } from './apply-policy.js';
import { STAFF_PART, putBodyOnCase, takeBodiesOff } from './case-people.js';
import type { Office } from './office.js';
import type { CaseBody } from './read-case.js';

/** A correction of an entry that says which bodies hold parts of the case. */
export interface Restoring {
  readonly caseId: string;
  readonly actor: Actor;
  readonly entries: readonly Entry[];
  readonly seq: number;
  readonly event: JourneyEvent | null;
  /** The bodies on the case now, and the case as it stands after the correction. */
  readonly bodies: readonly CaseBody[];
  readonly after: JourneySnapshot;
}

/** Who holds a part from the correction on; nobody, where no body is named. */
export interface Holding {
  readonly part: string;
  readonly bodies: readonly string[];
}

/**
 * Gives the parts of a case back to those who hold them by the entries that are in force after a
 * correction. Whoever a clerk has named since the entry that was mistaken keeps the part.
 */
export async function restoreHolders(
  tx: Tx,
  office: Pick<Office, 'baseUrl'>,
  restoring: Restoring,
): Promise<void> {
  const { caseId, actor } = restoring;
  for (const { part, bodies } of await holdersAfter(tx, restoring)) {
    const [body = null, ...others] = bodies;
    await takeBodiesOff(tx, caseId, part, part === STAFF_PART ? null : body);
    for (const one of bodies) await putBodyOnCase(tx, caseId, part, one);
    if (body !== null && others.length === 0) {
      await applyPolicy(tx, office, { actor, caseId, part, body });
    }
  }
}

/** The parts that a correction gives to others than those who hold them now. */
export async function holdersAfter(sql: Sql, restoring: Restoring): Promise<readonly Holding[]> {
  const { entries, seq, bodies, after } = restoring;
  const type = entries.find((entry) => entry.seq === seq)?.type ?? '';
  const wanted = NAMING.includes(type)
    ? await byRecord(sql, restoring, type)
    : type === 'tupe.representatives-named'
      ? [{ part: STAFF_PART, bodies: representativesIn(after) }]
      : [];
  const now = (part: string) => bodies.filter((on) => on.part === part).map(({ body }) => body);
  return wanted.filter(({ part, bodies: next }) => !isSame(now(part), next));
}

/** The entries that name one body for a part. */
const NAMING: readonly string[] = ['duties.settled', 'trust.chosen'];

const representativesIn = ({ case: { context } }: JourneySnapshot): readonly string[] =>
  context.representatives?.representatives ?? [];

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((body) => other.includes(body));

/** A body that came to a part at an instant; null where the part was found not to be owed. */
interface Coming {
  readonly part: string;
  readonly body: string | null;
  readonly at: number;
}

/** For each part the last who came to it, by what stands of the record and by the clerk's naming. */
async function byRecord(sql: Sql, restoring: Restoring, type: string): Promise<readonly Holding[]> {
  const { after, bodies } = restoring;
  const isOwed = (part: string) =>
    Object.hasOwn(after.consents, part) && after.consents[part]!.value !== 'notNeeded';
  const consents = [
    ...Object.keys(after.consents),
    ...bodies.flatMap(({ part }) => (isOtherPart(part) ? [] : [part])),
  ];
  const parts = type === 'trust.chosen' ? ['trust'] : [...new Set(consents)];
  const comings = [
    ...(await namedByClerks(sql, restoring)),
    ...(await namedByEntries(sql, restoring, parts)),
  ].toSorted((one, other) => one.at - other.at);
  return parts.map((part) => {
    const last = comings.findLast((coming) => coming.part === part)?.body ?? null;
    const holds = last !== null && (part === 'trust' || isOwed(part));
    return { part, bodies: holds ? [last] : [] };
  });
}

const OTHER_PARTS: readonly string[] = [
  ...['trust', 'local-authority', 'regional-director', 'union', STAFF_PART],
];
const isOtherPart = (part: string): boolean => OTHER_PARTS.includes(part);

/** Bodies that came to a part at the opening or by a clerk's naming: at no instant of an entry. */
async function namedByClerks(sql: Sql, { caseId, entries }: Restoring): Promise<readonly Coming[]> {
  const instants = new Set(
    entries
      .filter(({ kind, type }) => kind === 'correction' || NAMING.includes(type))
      .map(({ at }) => Date.parse(at)),
  );
  const { rows } = await sql.query<{ part: string; body: string; since: Date }>(
    'SELECT part, body, since FROM case_body WHERE case_id = $1',
    [caseId],
  );
  return rows
    .map(({ part, body, since }) => ({ part, body, at: since.getTime() }))
    .filter(({ at }) => !instants.has(at));
}

/** Bodies as the entries name them that stand after the correction. */
async function namedByEntries(
  sql: Sql,
  restoring: Restoring,
  parts: readonly string[],
): Promise<readonly Coming[]> {
  const comings: Coming[] = [];
  for (const { event, at } of standing(restoring)) {
    if (event.type === 'trust.chosen') {
      const body = await trustBody(sql, restoring.actor, event);
      if (body !== null) comings.push({ part: 'trust', body, at });
    }
    if (event.type === 'duties.settled') comings.push(...settledIn(event, parts, at));
  }
  return comings;
}

/** A settlement names the holder of every consent; a part that it leaves out nobody holds. */
const settledIn = (
  { consents }: DutiesSettled,
  parts: readonly string[],
  at: number,
): readonly Coming[] =>
  parts
    .filter((part) => !isOtherPart(part))
    .map((part) => ({ part, at, body: consents.find(({ id }) => id === part)?.body ?? null }));

/** The moves that name bodies, each as it stands after every correction. */
function standing({ entries, seq, event }: Restoring) {
  const corrected = new Map<number, JourneyEvent | null>();
  for (const { kind, data } of entries) {
    if (kind !== 'correction') continue;
    const { corrects, event: instead } = data as unknown as {
      corrects: number;
      event: JourneyEvent | null;
    };
    corrected.set(corrects, instead);
  }
  corrected.set(seq, event);
  return entries.flatMap((entry) => {
    if (entry.kind !== 'move' || !NAMING.includes(entry.type)) return [];
    const recorded = { type: entry.type, on: entry.on, ...entry.data } as unknown as JourneyEvent;
    const instead = corrected.get(entry.seq);
    const stands = instead === undefined ? recorded : instead;
    return stands === null ? [] : [{ event: stands, at: Date.parse(entry.at) }];
  });
}

/** A trust of the register by its group; one that is to be formed is known to its desk alone. */
async function trustBody(
  sql: Sql,
  { body }: Actor,
  { trust }: TrustChosen,
): Promise<string | null> {
  const { rows } = await sql.query<{ id: string }>(
    `SELECT id FROM body WHERE kind = 'trust' AND code IN ($1, $1 || ' of ' || $2::text)`,
    [trust.uid, body],
  );
  return rows[0]?.id ?? null;
}
