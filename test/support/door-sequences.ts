import { advance } from '#cases';
import { Refusal, SYSTEM, inTransaction, moveClockTo } from '#platform';
import type { Actor, Tx } from '#platform';
import { events } from '#journey';
import type { Decision, Explanation, JourneyEvent, JourneySnapshot } from '#journey';
import { against } from '../reference/law-of-conversion.js';
import { opened } from '../reference/school-case.js';
import type { SchoolCase } from '../reference/school-case.js';
import { after } from '../reference/what-follows.js';
import type { CaseDesk } from './case-desk.js';
import { aVote, anEvent, theTrust } from './journey-builder.js';
import { disagreement, standsOtherwise } from './journey-disagreement.js';
import { consentPart, documentPart, regionParts } from './journey-explore.js';
import type { Form } from './journey-explore.js';
import { kinds, readyForAgreement, readyForFirstGate, readyForOpening } from './journey-kinds.js';
import type { Kind, KindName } from './journey-kinds.js';
import type { Random } from './journey-walk.js';

/**
 * Random sequences through the real door on Postgres, each verdict held against the plain model. A
 * sequence begins at a stage of a case and is rolled back at its end, so that thousands go quickly.
 */
export interface Tally {
  sequences: number;
  tried: number;
  accepted: number;
  /** How often each event went through, by its type. */
  readonly went: Map<string, number>;
  readonly disagreements: string[];
}

/** A case through the door, and what the model makes of it. */
interface Standing {
  readonly snapshot: JourneySnapshot;
  readonly school: SchoolCase;
  /** The instant of the product's clock, in milliseconds. */
  readonly clock: number;
}

const DAY = 86_400_000;
const STEPS = 4;
export const stages = ['the opening', 'the first gate', 'the agreement', 'the first day'] as const;
type Stage = (typeof stages)[number];

/** One case at the door: its people, its papers, and every form of event that it knows. */
export class CaseAtDoor {
  /** Where the product’s clock stands within the transaction. */
  private moved = 0;

  private constructor(
    private readonly desk: CaseDesk,
    private readonly name: KindName,
    private readonly caseId: string,
    private readonly people: ReadonlyMap<string, Actor>,
    private readonly papers: ReadonlyMap<string, string>,
    private readonly start: Standing,
    private readonly forms: readonly Form[],
  ) {}

  static async open(desk: CaseDesk, name: KindName, at: Date): Promise<CaseAtDoor> {
    const { school, route }: Kind = kinds[name];
    const caseId = await desk.aCase(school, route);
    const { snapshot } = await desk.stored(caseId);
    const people = new Map([['chair', await desk.chairOf(caseId)]]);
    for (const part of Object.keys(snapshot.consents))
      people.set(part, await desk.officerOf(caseId, part));
    const start = { snapshot, school: modelOf(snapshot, name), clock: at.getTime() };
    const papers = await papersOf(desk, caseId);
    return new CaseAtDoor(desk, name, caseId, people, papers, start, formsOf(snapshot));
  }

  /** So many random sequences from a stage; nothing of them is kept. */
  async run(stage: Stage, sequences: number, random: Random, tally: Tally): Promise<void> {
    await this.thenForget(async (tx) => {
      const begun = await this.upTo(stage, tx);
      for (let count = 0; count < sequences; count += 1) {
        await tx.query('SAVEPOINT sequence');
        let standing = begun;
        for (let step = 0; step < STEPS; step += 1)
          standing = await this.step(standing, random, tx, tally);
        await tx.query('ROLLBACK TO SAVEPOINT sequence');
        this.moved = begun.clock;
        tally.sequences += 1;
      }
    });
  }

  private async thenForget(work: (tx: Tx) => Promise<void>): Promise<void> {
    const { pool } = this.desk.office;
    const forgotten = new Error('Nothing of this is kept.');
    const running = inTransaction(pool, async (tx) => {
      await work(tx);
      throw forgotten;
    });
    await running.catch((error: unknown) => {
      if (error !== forgotten) throw error;
    });
  }

  /** The lawful story of this kind, through the door; both must take each of its events. */
  private async upTo(stage: Stage, tx: Tx): Promise<Standing> {
    const ready = {
      'the opening': null,
      'the first gate': readyForFirstGate,
      'the agreement': readyForAgreement,
      'the first day': readyForOpening,
    }[stage];
    let standing = this.start;
    for (const { event, actor } of ready?.(this.name).record ?? []) {
      const form: Form = { name: event.type, event: () => event, role: actor.role };
      const clock = Math.max(standing.clock + DAY, closingOf(event, standing));
      const next = await this.send({ ...standing, clock }, form, tx, seldom);
      if (next.faults.length > 0 || !next.isAccepted)
        throw new Error(`${this.name}, ${event.type}: ${next.faults.join()}`);
      standing = next.standing;
    }
    return standing;
  }

  private async step(standing: Standing, random: Random, tx: Tx, tally: Tally): Promise<Standing> {
    const clock = standing.clock + (random() < 0.4 ? Math.floor(random() * 40 * DAY) : 0);
    const form = this.choose({ ...standing, clock }, random);
    const tried = await this.send({ ...standing, clock }, form, tx, random);
    tally.tried += 1;
    if (tried.isAccepted) {
      tally.accepted += 1;
      tally.went.set(tried.type, (tally.went.get(tried.type) ?? 0) + 1);
    }
    for (const fault of tried.faults)
      tally.disagreements.push(`${this.name}, ${form.name}: ${fault}`);
    return tried.standing;
  }

  /** Mostly what the model has nothing against, and one time in four anything at all. */
  private choose(standing: Standing, random: Random): Form {
    const any = () => this.forms[Math.floor(random() * this.forms.length)]!;
    if (random() < 0.25) return any();
    for (let tries = 0; tries < 40; tries += 1) {
      const form = any();
      const event = this.dated(form, standing, seldom);
      if (against(standing.school, event, saidBy(form, standing)).length === 0) return form;
    }
    return any();
  }

  private async send(standing: Standing, form: Form, tx: Tx, random: Random) {
    const event = this.dated(form, standing, random);
    const said = saidBy(form, standing);
    const model = against(standing.school, event, said);
    if (standing.clock !== this.moved) await moveClockTo(tx, new Date(standing.clock));
    this.moved = standing.clock;
    const move = { caseId: this.caseId, actor: this.actorOf(form, event), event };
    const { type } = event;
    try {
      const { snapshot } = await advance(tx, this.desk.office.baseUrl, move);
      const school = after(standing.school, event, said);
      const went = { ok: true } as Decision;
      const faults = [...disagreement(went, model), ...standsOtherwise(snapshot, school)];
      return { standing: { ...standing, snapshot, school }, faults, isAccepted: true, type };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { standing, faults: refused(error, model), isAccepted: false, type };
    }
  }

  private actorOf({ role }: Form, event: JourneyEvent): Actor {
    if (role === 'system') return SYSTEM;
    if (role === 'faith-officer' && 'consent' in event) return this.people.get(event.consent)!;
    return this.people.get(role) ?? this.desk.clerk;
  }

  /** The event of a form as it would be written down on this day, with the case's own papers. */
  private dated(form: Form, { snapshot, clock }: Standing, random: Random): JourneyEvent {
    const event = form.event(snapshot);
    const at = (days: number) => new Date(clock + days * DAY).toISOString();
    const on = at(0).slice(0, 10);
    const facts: Record<string, unknown> = { ...event, on };
    for (const { as, kinds: will } of events[event.type].evidence) {
      const paper = this.papers.get(will[0])!;
      facts[as] = Array.isArray(facts[as]) || as === 'papers' ? [paper] : paper;
    }
    if ('closesAt' in event) facts['closesAt'] = at(random() < 0.1 ? -1 : 1 + random() * 30);
    if ('consultation' in event) facts['consultation'] = this.caseId;
    if ('at' in event) facts['at'] = at(0);
    if ('opens' in event) facts['opens'] = firstOfMonthAfter(clock, random() < 0.5 ? 1 : 2);
    if (event.type === 'board.resolved' && event.papers.includes('consultation-report'))
      facts['papers'] = [this.papers.get('consultationReport')];
    return facts as unknown as JourneyEvent;
  }
}

const seldom: Random = () => 0.99;

const saidBy = ({ role }: Form, { clock }: Standing) => ({
  at: new Date(clock).toISOString(),
  by: role,
});

function refused(error: Refusal, model: readonly string[]): readonly string[] {
  const { explanation } = error.facts as { explanation?: Explanation };
  if (error.code === 'not-now' && explanation !== undefined)
    return disagreement({ ok: false, explanation }, model);
  return error.code === 'not-allowed' ? [] : [`it was refused as ${error.code}`];
}

/** The first instant at which an event of the lawful story can come. */
function closingOf({ type }: JourneyEvent, { school, clock }: Standing): number {
  if (type === 'consultation.closed') return Date.parse(school.consultation.closesAt);
  return type === 'school.opened' ? Date.parse(`${school.opens}T09:00:00Z`) : clock;
}

function firstOfMonthAfter(clock: number, months: number): string {
  const then = new Date(clock);
  return new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + months, 1))
    .toISOString()
    .slice(0, 10);
}

function modelOf(snapshot: JourneySnapshot, name: KindName): SchoolCase {
  const { consents, route }: Kind = kinds[name];
  const documents = Object.entries(snapshot.documents).map(([id, part]) => [
    id,
    part.context.parties,
  ]);
  return opened({
    ...{ consents, route, inFederation: false },
    documents: Object.fromEntries(documents) as Record<string, readonly string[]>,
  });
}

/** One paper of every kind that an event can need. */
async function papersOf(desk: CaseDesk, caseId: string): Promise<ReadonlyMap<string, string>> {
  const needed = Object.values(events).flatMap(({ evidence }) =>
    evidence.map(({ kinds: will }) => will[0] as Parameters<CaseDesk['file']>[1]),
  );
  const papers = new Map<string, string>();
  for (const kind of new Set<Parameters<CaseDesk['file']>[1]>([...needed, 'consultationReport']))
    papers.set(kind, await desk.file(caseId, kind));
  return papers;
}

const short = { clearDays: 3, withPapers: true, urgency: false } as const;
const spoilt = [
  { notice: short },
  { notice: { ...short, clearDays: 9, withPapers: false } },
  { notice: { ...short, urgency: true } },
  { present: 6, withdrew: 1 },
  { ownQuorum: null },
  { ownQuorum: 9 },
  { ownQuorum: 3, present: 4, votes: { for: 3, against: 1, abstained: 0, casting: null } },
  { votes: { for: 9, against: 4, abstained: 0, casting: null } },
  { votes: { for: 4, against: 4, abstained: 0, casting: 'for' } },
  { votes: { for: 3, against: 5, abstained: 0, casting: 'for' } },
  { interestsDeclared: false },
  { fullBoard: false },
  { trust: '9999' },
  { papers: [] },
] as const;

/** Every form of the explorations, votes with something about them, and what ends a case. */
function formsOf({ consents, documents }: JourneySnapshot): readonly Form[] {
  const clerk = (event: JourneyEvent): Form => ({
    ...{ name: event.type, role: 'clerk' },
    event: () => event,
  });
  const votes = (['apply', 'final'] as const).flatMap((purpose) =>
    spoilt.map((facts): Form => clerk(aVote({ purpose, trust: theTrust.uid, ...facts }))),
  );
  return [
    ...Object.values(regionParts).flatMap((part): readonly Form[] => part.forms),
    ...Object.keys(consents).flatMap((id) => consentPart(id).forms),
    ...Object.keys(consents).map((consent) => clerk(anEvent('consent.more-asked', { consent }))),
    ...Object.keys(consents).map((consent) => clerk(anEvent('consent.papers-given', { consent }))),
    ...Object.entries(documents).flatMap(
      ([id, part]) => documentPart(id, part.context.parties).forms,
    ),
    ...votes,
    clerk(anEvent('application.submitted')),
    clerk(anEvent('funding-agreement.signed')),
    clerk(anEvent('school.opened')),
    clerk(anEvent('articles.chosen')),
    clerk(anEvent('diligence.reported')),
    clerk(anEvent('equality.assessed')),
    clerk(anEvent('options.presented')),
    clerk(anEvent('academy.named')),
    clerk(anEvent('order.revoked')),
    clerk(anEvent('opening-date.set', { reasons: [] })),
  ].map(({ at: _, ...form }) => form);
}
