import { createHash, hash } from 'node:crypto';
import { SYSTEM, content, newId, newOpaqueId } from '#platform';
import type { Actor } from '#platform';
import { CaseInMemory } from '#cases';
import type { DocumentKind } from '#evidence';
import { duties, events } from '#journey';
import type { Duties, EventType, JourneyEvent, JourneySnapshot, School } from '#journey';
import { CaseRecord } from './case-record.js';
import type { Note } from './case-record.js';
import { consentingBody, writeCaseRows } from './case-rows.js';
import type { OnCase, SeedWindow } from './case-rows.js';
import type { Paper } from './paper.js';
import { between, pick } from './random.js';
import type { Random } from './random.js';
import type { SeedTables } from './seed-tables.js';
import type { Manned, SeedWorld } from './seed-world.js';

const A_DAY_MS = 86_400_000;

export interface SeedCaseGiven {
  readonly world: SeedWorld;
  readonly tables: SeedTables;
  readonly random: Random;
  readonly school: School;
  readonly reference: string;
  readonly paper: Paper;
}

/** One case as it goes, by the real rules, and the rows that its acts would have left. */
export class SeedCase {
  readonly id = newOpaqueId();
  readonly random: Random;
  /** The product's time beyond which nothing has happened yet. */
  readonly endsAt: number;
  private readonly world: SeedWorld;
  private readonly clerk: Actor;
  private readonly chair: Actor = { person: newId(), role: 'chair', body: newId() };
  private readonly consultation = newId();
  private readonly record: CaseRecord;
  private readonly bodies: OnCase[] = [];
  private readonly owed: Duties;
  private readonly trust: Manned;
  private case!: CaseInMemory;
  private at = 0;
  private stepMs = 0;
  private window: SeedWindow | null = null;

  constructor(private readonly given: SeedCaseGiven) {
    const { world, random, school } = given;
    this.world = world;
    this.random = random;
    this.endsAt = Date.parse(world.now);
    // The first desk is by far the largest, as one that serves a whole diocese would be.
    this.clerk = random() < 0.4 ? world.desks[0]! : pick(random, world.desks);
    this.trust = pick(random, world.trusts);
    this.record = new CaseRecord(given.tables, given.paper, this.clerk);
    this.owed = duties({ school, bodies: [], route: 'join', on: world.now.slice(0, 10) });
  }

  get snapshot(): JourneySnapshot {
    return this.case.snapshot;
  }

  get firstPaperAt(): Date {
    return this.record.firstPaperAt!;
  }

  /** Entries of all the case's streams so far. */
  get entries(): number {
    return this.case.entries.length + this.record.entries;
  }

  /** Opens the case so many days ago. */
  open(daysAgo: number): void {
    const { school, reference } = this.given;
    this.at = this.endsAt - daysAgo * A_DAY_MS;
    this.stepMs = 0;
    const at = new Date(this.at);
    const inFederation = school.inFederation ?? false;
    const opening = { id: this.id, reference, actor: this.clerk, duties: this.owed };
    this.case = new CaseInMemory({ ...opening, inFederation, at });
    for (const { id: part, body } of this.owed.mustConsent) {
      this.bodies.push(consentingBody(this.given.tables, this.world, school, { part, body }));
    }
    const authority = this.world.authorities.find(
      ({ code }) => code === school.localAuthority?.code,
    )!;
    this.bodies.push({ part: 'local-authority', ...authority });
    const data = { case: this.id, question: this.question };
    this.note(`consultation:${this.consultation}`, { type: 'consultation.planned', data });
  }

  private get question(): string {
    return `Should ${this.given.school.name} become an academy and join a trust?`;
  }

  waitUntil(instant: number): void {
    this.at = Math.max(this.at, instant);
  }

  /** What is still to be added must have happened by the end. */
  hurry(entries: number): void {
    const left = Math.max(1, entries - this.entries);
    this.stepMs = Math.min(A_DAY_MS, (0.8 * (this.endsAt - this.at)) / left);
  }

  /** Sends an event of the case's ordinary speaker, with a new paper for each piece of evidence. */
  send(type: EventType, facts: object = {}, actor: Actor = this.speakerOf(type)): void {
    this.pass();
    const shown: Record<string, string | string[]> = {};
    for (const { as, kinds } of events[type].evidence) {
      const document = this.fileNow(kinds[0]);
      shown[as] = as === 'papers' ? [document] : document;
    }
    const on = new Date(this.at).toISOString().slice(0, 10);
    const event = { type, on, ...shown, ...facts } as unknown as JourneyEvent;
    this.move(event, actor);
  }

  chooseTrust(): void {
    const { code: uid, name } = this.trust;
    this.bodies.push({ part: 'trust', ...this.trust });
    this.send('trust.chosen', { trust: { uid, name } });
  }

  agreeConsent(consent: string): void {
    const { body, officer } = this.bodies.find(({ part }) => part === consent)!;
    this.pass();
    const paper = this.fileNow('optionsPaper');
    const papersHash = createHash('sha256').update(this.given.paper.file.sha256).digest('hex');
    this.given.tables.add('consent_request', {
      id: newId(),
      case_id: this.id,
      consent,
      body,
      papers: [paper],
      papers_hash: papersHash,
      message: Buffer.from(this.world.message, 'hex'),
      asked_by: this.clerk.person,
      asked_at: new Date(this.at),
    });
    const on = new Date(this.at).toISOString();
    this.move({ type: 'consent.requested', on, consent, papers: [paper], papersHash });
    const actor: Actor = { person: officer, role: 'faith-officer', body };
    this.send(
      'consent.decided',
      { consent, decision: 'granted', conditions: [], papersHash },
      actor,
    );
  }

  /** A vote that is beyond doubt, on the board's own stream too. */
  vote(purpose: 'apply' | 'final'): void {
    this.pass();
    const [meeting, resolution] = [newId(), newId()];
    const minutes = this.fileNow('minuteExtract');
    const at = new Date(this.at);
    const on = at.toISOString().slice(0, 10);
    const report = this.snapshot.case.context.consultationReport?.report;
    const isFederated = this.given.school.inFederation ?? false;
    const facts = {
      purpose,
      meeting,
      resolution,
      trust: this.trust.code,
      fullBoard: true,
      notice: { clearDays: 8, withPapers: true, urgency: false },
      inPost: 12,
      present: 9,
      interestsDeclared: true,
      withdrew: 1,
      prescribed: isFederated ? { for: 6, needed: 6 } : null,
      votes: { for: 6, against: 1, abstained: 1, casting: null },
      papers: report === undefined ? [] : [report],
      minutes,
    };
    this.given.tables.add('meeting', {
      id: meeting,
      board: this.chair.body,
      held_on: on,
      notice_on: new Date(this.at - 9 * A_DAY_MS).toISOString().slice(0, 10),
      with_papers: true,
      full_board: true,
      in_post: 12,
      present: 9,
      recorded_by: this.clerk.person,
      recorded_at: at,
    });
    this.given.tables.add('resolution', {
      id: resolution,
      meeting,
      case_id: this.id,
      purpose,
      wording: 'The governing board resolved as the minutes say.',
      votes_for: 6,
      votes_against: 1,
      abstained: 1,
      withdrew: 1,
      carried: true,
      minutes,
      recorded_at: at,
    });
    this.note(`body:${this.chair.body}`, { type: 'vote.recorded', data: facts, on });
    this.move({ type: 'board.resolved', on, ...facts });
  }

  launchConsultation(days: number): void {
    this.pass();
    const document = this.fileNow('consultationDocument');
    const opensAt = new Date(this.at);
    const closesAt = new Date(this.at + days * A_DAY_MS);
    const sections = JSON.stringify(content('examples/consultation-text'));
    const sha256 = hash('sha256', sections, 'hex');
    const text = { version: 1, sha256, missing: [] };
    const published = this.note(`consultation:${this.consultation}`, {
      type: 'consultation.text-published',
      data: text,
    });
    this.window = { opensAt, closesAt, document, closedAt: null, sections, published };
    const { consultation, question } = this;
    const on = opensAt.toISOString().slice(0, 10);
    const until = closesAt.toISOString();
    const launched = { consultation, closesAt: until, document, text };
    this.move({ type: 'consultation.launched', on, ...launched });
    const data = { question, document, closesAt: until };
    this.note(`consultation:${consultation}`, { type: 'consultation.opened', data });
  }

  closeConsultation(): void {
    const { closesAt, document } = this.window!;
    this.waitUntil(closesAt.getTime());
    this.window!.closedAt = new Date(this.at);
    const at = closesAt.toISOString();
    this.move({ type: 'consultation.closed', on: at, at }, SYSTEM);
    const data = { question: this.question, document, closesAt: at };
    const note = { type: 'consultation.closed', data, actor: SYSTEM };
    this.note(`consultation:${this.consultation}`, note);
  }

  /** The first of a month, at least so many days away. */
  setOpeningDate(days: number): void {
    const from = new Date(this.at + days * A_DAY_MS);
    const opens = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1));
    const isMoved = this.snapshot.case.context.opening !== undefined;
    const reasons = isMoved ? ['correcting_an_error'] : [];
    this.send('opening-date.set', {
      opens: opens.toISOString().slice(0, 10),
      standing: 'confirmed',
      reasons,
      noted: reasons,
    });
  }

  /** Files a paper that no event needs. */
  file(kind: DocumentKind): void {
    this.pass();
    this.fileNow(kind);
  }

  private fileNow(kind: string): string {
    return this.record.file(kind, this.case, new Date(this.at));
  }

  private note(stream: string, note: Note): number {
    return this.record.note(stream, note, new Date(this.at));
  }

  /** Through the pure half of the door, at this moment. */
  private move(event: JourneyEvent, actor: Actor = this.clerk): void {
    const { bodies } = this;
    const { documents } = this.record;
    this.case.move({ actor, event }, { now: new Date(this.at), bodies, documents });
  }

  private pass(): void {
    const ms = this.stepMs > 0 ? this.stepMs : between(this.random, 1, 3) * A_DAY_MS;
    this.at = Math.min(this.at + ms, this.endsAt - 1);
  }

  private speakerOf(type: EventType): Actor {
    return type === 'application.submitted' ? this.chair : this.clerk;
  }

  /** Writes the rows of the case, once its story is told. */
  finish(): void {
    const { clerk, chair, bodies, consultation, question, window } = this;
    const { tables, school } = this.given;
    this.record.finish(this.case);
    const around = { school, clerk, chair, bodies, consultation, question, window };
    writeCaseRows(tables, { case: this.case, ...around });
  }
}
