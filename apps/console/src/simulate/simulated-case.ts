import { isDeepStrictEqual } from 'node:util';
import { advance } from '#cases';
import type { Move } from '#cases';
import { SYSTEM, Refusal, now } from '#platform';
import type { Actor, Role } from '#platform';
import { ending, live } from '#journey';
import type { EventType, Explanation, JourneyEvent, JourneySnapshot } from '#journey';
import type { Pool } from 'pg';
import { pick } from '../seed/random.js';
import type { Random } from '../seed/random.js';
import { unlawful } from './law.js';
import type { Happened } from './law.js';
import { nextAttempt } from './random-event.js';

const BASE_URL = 'http://simulation.example.org';
const RIVALS = 0.05;

/** What the door has left in the database, as much of it as a refused event must not touch. */
interface Stored {
  readonly version: number;
  readonly snapshot: JourneySnapshot;
  readonly entries: number;
  readonly letters: number;
}

export interface Papers {
  readonly own: ReadonlyMap<string, string>;
  readonly foreign: string;
}

/** What a simulation counts; `broken` says each invariant that did not hold, in words. */
export interface Tally {
  events: number;
  readonly refusals: Record<string, number>;
  readonly broken: string[];
}

/** A case that is sent events at random, and what is known of it from outside the door. */
export class SimulatedCase {
  private readonly happened: Happened[] = [];
  private readonly done = new Set<EventType>();

  constructor(
    private readonly pool: Pool,
    private readonly random: Random,
    readonly id: string,
    private readonly actors: Readonly<Partial<Record<Role, Actor>>>,
    private readonly papers: Papers,
    private readonly tally: Tally,
  ) {}

  /** Sends one event, or the same one twice at once, and looks whether all holds that must. */
  async step(): Promise<void> {
    const before = await this.stored();
    const at = await now(this.pool);
    const { random, done } = this;
    const { event, role } = nextAttempt({
      snapshot: before.snapshot,
      now: at,
      random,
      done,
      paper: (kind, astray) =>
        astray
          ? pick(random, [this.papers.foreign, ...this.papers.own.values()])
          : this.papers.own.get(kind)!,
    });
    const move: Move = { caseId: this.id, actor: this.actorOf(role, event), event };
    const seen = { ...move, seenVersion: before.version };
    const sent = random() < RIVALS ? [seen, seen] : [move];
    const results = await Promise.allSettled(sent.map((one) => advance(this.pool, BASE_URL, one)));
    this.tally.events += sent.length;
    const accepted = results.filter((one) => one.status === 'fulfilled');
    for (const one of results) if (one.status === 'rejected') this.countRefusal(one.reason, event);
    if (accepted.length > 1) this.broke('two who saw the same version were both let in', event);
    await this.look(before, event, role, at, accepted[0]?.value.snapshot);
  }

  private async look(
    before: Stored,
    event: JourneyEvent,
    role: string,
    at: Date,
    after: JourneySnapshot | undefined,
  ): Promise<void> {
    const stored = await this.stored();
    if (after === undefined) {
      if (!isDeepStrictEqual(stored, before)) this.broke('a refused event left something', event);
      return;
    }
    const mayRevive = ending(before.snapshot) === 'withdrawn' && event.type === 'case.revived';
    if (live(before.snapshot) === null && !mayRevive) this.broke('an ended case moved', event);
    if (stored.version !== before.version + 1) this.broke('the version is not the next one', event);
    if (stored.entries !== before.entries + 1)
      this.broke('a move wrote other than one entry', event);
    if (!isDeepStrictEqual(stored.snapshot, JSON.parse(JSON.stringify(after))))
      this.broke('what is stored is not what was answered', event);
    this.done.add(event.type);
    this.happened.push({ event, at: at.toISOString(), role });
    const consents = Object.keys(before.snapshot.consents);
    for (const breach of unlawful(this.happened, consents)) this.broke(breach, event);
  }

  private async stored(): Promise<Stored> {
    const { rows } = await this.pool.query<Stored>({
      name: 'simulated-case',
      text: `SELECT c.version, c.snapshot,
          (SELECT count(*)::int FROM journal j WHERE j.stream = 'case:' || c.id) AS entries,
          (SELECT count(*)::int FROM letter l WHERE l.case_id = c.id) AS letters
         FROM cases c WHERE c.id = $1`,
      values: [this.id],
    });
    return rows[0]!;
  }

  private actorOf(role: string, event: JourneyEvent): Actor {
    if (role === 'system') return SYSTEM;
    const known = this.actors[role as Role];
    if (known !== undefined && (role !== 'faith-officer' || 'consent' in event)) return known;
    return { person: this.actors.clerk!.person, role: role as Role, body: known?.body ?? null };
  }

  private countRefusal(reason: unknown, event: JourneyEvent): void {
    if (!(reason instanceof Refusal)) {
      return this.broke(`the door threw something else: ${String(reason)}`, event);
    }
    const { explanation } = reason.facts as { explanation?: Explanation };
    const rules = (explanation?.conditions ?? [])
      .filter(({ verdict, effect }) => verdict === 'unmet' && effect === 'block')
      .map(({ rule }) => rule);
    const because = explanation?.inPlace === false ? ['not-in-place'] : [reason.code];
    for (const rule of reason.code === 'not-now' && rules.length > 0 ? rules : because) {
      this.tally.refusals[rule] = (this.tally.refusals[rule] ?? 0) + 1;
    }
  }

  private broke(what: string, { type }: JourneyEvent): void {
    this.tally.broken.push(`${this.id}, ${type}: ${what}`);
  }
}
