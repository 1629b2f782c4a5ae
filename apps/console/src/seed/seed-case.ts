import { createHash } from 'node:crypto';
import { SYSTEM, newId, newOpaqueId } from '#platform';
import type { Actor } from '#platform';
import { CaseInMemory } from '#cases';
import { documentEntry, sealEntry } from '#evidence';
import type { DocumentKind, EntryDraft, Head, SealedEntry } from '#evidence';
import { duties, events } from '#journey';
import type { BodyName, Duties, EventType, JourneyEvent, JourneySnapshot, School } from '#journey';
import { schoolRow } from './add-school.js';
import type { Paper } from './paper.js';
import { between, pick } from './random.js';
import type { Random } from './random.js';
import type { SeedTables } from './seed-tables.js';
import type { Manned, SeedWorld } from './seed-world.js';

const A_DAY_MS = 86_400_000;
const EMPTY: Head = { seq: 0, hash: Buffer.alloc(32) };
const CONSULTEES = 3;

export interface SeedCaseGiven {
  readonly world: SeedWorld;
  readonly tables: SeedTables;
  readonly random: Random;
  readonly school: School;
  readonly reference: string;
  readonly paper: Paper;
}

interface OnCase {
  readonly part: string;
  readonly body: string;
  readonly name: string;
  readonly officer: string;
}

/** One case as it goes, by the real rules, and the rows that its acts would have left. */
export class SeedCase {
  readonly id = newOpaqueId();
  readonly random: Random;
  /** The product's time beyond which nothing has happened yet. */
  readonly endsAt: number;
  private readonly world: SeedWorld;
  private readonly tables: SeedTables;
  private readonly clerk: Actor;
  private readonly board = newId();
  private readonly chair = newId();
  private readonly consultation = newId();
  private readonly streams = new Map<string, Head>();
  private readonly documents: { id: string; kind: string; sha256: string }[] = [];
  private readonly bodies: OnCase[] = [];
  private readonly owed: Duties;
  private readonly trust: Manned;
  private case!: CaseInMemory;
  private at = 0;
  private stepMs = 0;
  private window: {
    opensAt: Date;
    closesAt: Date;
    document: string;
    closedAt: Date | null;
  } | null = null;
  private others = 0;

  constructor(private readonly given: SeedCaseGiven) {
    const { world, random, school } = given;
    this.world = world;
    this.tables = given.tables;
    this.random = random;
    this.endsAt = Date.parse(world.now);
    // The first desk is by far the largest, as one that serves a whole diocese would be.
    this.clerk = random() < 0.4 ? world.desks[0]! : pick(random, world.desks);
    this.trust = pick(random, world.trusts);
    this.owed = duties({ school, bodies: [], route: 'join', on: world.now.slice(0, 10) });
  }

  get snapshot(): JourneySnapshot {
    return this.case.snapshot;
  }

  /** Entries of all the case's streams so far. */
  get entries(): number {
    return this.case.entries.length + this.others;
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
    for (const { id, body } of this.owed.mustConsent) this.bodies.push(this.consenting(id, body));
    const authority = this.world.authorities.find(
      ({ code }) => code === school.localAuthority?.code,
    )!;
    this.bodies.push({ part: 'local-authority', ...authority });
    const data = { case: this.id, question: this.question };
    this.note(`consultation:${this.consultation}`, 'consultation.planned', data);
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
    const { bodies, documents } = this;
    this.case.move({ actor, event }, { now: new Date(this.at), bodies, documents });
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
    this.tables.add('consent_request', {
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
    const { bodies, documents } = this;
    const on = new Date(this.at).toISOString();
    const event = { type: 'consent.requested', on, consent, papers: [paper], papersHash } as const;
    this.case.move({ actor: this.clerk, event }, { now: new Date(this.at), bodies, documents });
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
    this.tables.add('meeting', {
      id: meeting,
      board: this.board,
      held_on: on,
      notice_on: new Date(this.at - 9 * A_DAY_MS).toISOString().slice(0, 10),
      with_papers: true,
      full_board: true,
      in_post: 12,
      present: 9,
      recorded_by: this.clerk.person,
      recorded_at: at,
    });
    this.tables.add('resolution', {
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
    this.note(`body:${this.board}`, 'vote.recorded', facts, on);
    const { bodies, documents } = this;
    const event: JourneyEvent = { type: 'board.resolved', on, ...facts };
    this.case.move({ actor: this.clerk, event }, { now: at, bodies, documents });
  }

  launchConsultation(days: number): void {
    this.pass();
    const document = this.fileNow('consultationDocument');
    const opensAt = new Date(this.at);
    const closesAt = new Date(this.at + days * A_DAY_MS);
    this.window = { opensAt, closesAt, document, closedAt: null };
    const { consultation, bodies, documents } = this;
    const event = {
      type: 'consultation.launched',
      on: opensAt.toISOString().slice(0, 10),
      consultation,
      closesAt: closesAt.toISOString(),
      document,
    } as const;
    this.case.move({ actor: this.clerk, event }, { now: opensAt, bodies, documents });
    const data = { question: this.question, document, closesAt: closesAt.toISOString() };
    this.note(`consultation:${consultation}`, 'consultation.opened', data);
  }

  closeConsultation(): void {
    const { closesAt, document } = this.window!;
    this.waitUntil(closesAt.getTime());
    this.window!.closedAt = new Date(this.at);
    const at = closesAt.toISOString();
    const { bodies, documents } = this;
    const event = { type: 'consultation.closed', on: at, at } as const;
    this.case.move({ actor: SYSTEM, event }, { now: new Date(this.at), bodies, documents });
    const data = { question: this.question, document, closesAt: at };
    this.note(`consultation:${this.consultation}`, 'consultation.closed', data, undefined, SYSTEM);
  }

  /** The first of a month, at least so many days away. */
  setOpeningDate(days: number): void {
    const from = new Date(this.at + days * A_DAY_MS);
    const opens = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1));
    this.send('opening-date.set', { opens: opens.toISOString().slice(0, 10), reasons: ['land'] });
  }

  /** Files a paper that no event needs. */
  file(kind: DocumentKind): void {
    this.pass();
    this.fileNow(kind);
  }

  private fileNow(kind: string): string {
    const id = newId();
    const { file, titles } = this.given.paper;
    const { title, fileName } = titles.get(kind)!;
    const facts = {
      stream: this.case.stream,
      kind: kind as DocumentKind,
      title: title.text,
      dated: null,
      status: 'approved',
      confidentiality: 'board',
      uploadedBy: this.clerk,
    } as const;
    const { stream, draft } = documentEntry(id, file, facts, {
      title: title.commitment,
      fileName: fileName.commitment,
    });
    const { seq } = this.append(stream, draft);
    this.tables.add('document', {
      id,
      stream: facts.stream,
      kind,
      title: title.text,
      file_name: fileName.text,
      sha256: Buffer.from(file.sha256, 'hex'),
      media_type: file.mediaType,
      size_bytes: file.sizeBytes,
      status: facts.status,
      confidentiality: facts.confidentiality,
      uploaded_by: this.clerk.person,
      recorded_at: new Date(this.at),
      record_seq: seq,
    });
    this.firstPaperAt ??= new Date(this.at);
    this.documents.push({ id, kind, sha256: file.sha256 });
    return id;
  }

  /** When the case's first paper was recorded. */
  firstPaperAt: Date | null = null;

  private note(
    stream: string,
    type: string,
    data: EntryDraft['data'],
    on?: string,
    actor: Actor = this.clerk,
  ): void {
    this.append(stream, { kind: 'act', type, actor, ...(on === undefined ? {} : { on }), data });
  }

  private append(stream: string, draft: EntryDraft): SealedEntry {
    const sealed = sealEntry(stream, this.streams.get(stream) ?? EMPTY, draft, new Date(this.at));
    this.streams.set(stream, sealed);
    this.addEntry(stream, sealed);
    this.others += 1;
    return sealed;
  }

  private addEntry(stream: string, { seq, entry, hash }: SealedEntry): void {
    this.tables.add('journal', { stream, seq, entry, hash });
  }

  private pass(): void {
    const ms = this.stepMs > 0 ? this.stepMs : between(this.random, 1, 3) * A_DAY_MS;
    this.at = Math.min(this.at + ms, this.endsAt - 1);
  }

  private speakerOf(type: EventType): Actor {
    return type === 'application.submitted'
      ? { person: this.chair, role: 'chair', body: this.board }
      : this.clerk;
  }

  private consenting(part: string, body: BodyName | null): OnCase {
    const known = body && this.world.consenting[`${body.kind} ${body.code}`];
    if (known) return { part, ...known };
    const kind = part.startsWith('trustee') ? 'trustees' : 'appointing-body';
    const name = `The ${part} of ${this.given.school.name}`;
    const id = newId();
    this.tables.add('body', { id, kind, name, code: null });
    return { part, body: id, name, officer: this.person(id, 'faith-officer', name) };
  }

  private person(body: string, role: string, of: string, id = newId()): string {
    const email = `${role}.${id.slice(-12)}@seed.example.org`;
    this.tables.add('person', { id, name: `Officer of ${of}`, email });
    this.tables.add('membership', { person: id, body, role });
    return id;
  }

  /** The rows of the case itself, once its story is told. */
  finish(): void {
    const { school, reference } = this.given;
    this.tables.add('school', schoolRow(school));
    this.tables.add('body', {
      id: this.board,
      kind: 'governing-board',
      name: `Governing board of ${school.name}`,
      code: school.urn,
    });
    this.person(this.board, 'chair', school.name, this.chair);
    for (const entry of this.case.entries) this.addEntry(this.case.stream, entry);
    this.streams.set(this.case.stream, this.case.head);
    for (const [name, { seq, hash }] of this.streams) {
      this.tables.add('stream', { name, seq, head: hash });
    }
    const openedAt = this.case.opening.at;
    const movedAt = new Date((JSON.parse(this.case.head.entry) as { at: string }).at);
    const { stage, waitingFor, dueOn, ended } = this.case.standing;
    this.tables.add('cases', {
      id: this.id,
      reference,
      urn: school.urn,
      school_name: school.name,
      trust_name: this.snapshot.case.context.trust?.trust.name ?? null,
      desk: this.clerk.body,
      board: this.board,
      version: this.case.version,
      machine: (JSON.parse(this.case.entries[0]!.entry) as { machine: string }).machine,
      rule_set: this.owed.ruleSet,
      snapshot: JSON.stringify(this.snapshot),
      stage,
      waiting_for: waitingFor,
      due_on: dueOn,
      opened_at: openedAt,
      moved_at: movedAt,
      ended_at: ended ? movedAt : null,
    });
    this.addPeople(openedAt);
    this.addConsultation(openedAt);
  }

  private addPeople(since: Date): void {
    const add = (person: string, role: string, body: string) =>
      this.tables.add('case_person', { case_id: this.id, person, role, body, since });
    add(this.clerk.person, 'clerk', this.clerk.body!);
    add(this.chair, 'chair', this.board);
    for (const { part, body, officer } of this.bodies) {
      this.tables.add('case_body', { case_id: this.id, part, body, since });
      add(officer, ROLE_OF[part] ?? 'faith-officer', body);
    }
  }

  private addConsultation(createdAt: Date): void {
    const { window, consultation } = this;
    this.tables.add('consultation', {
      id: consultation,
      case_id: this.id,
      question: this.question,
      document: window?.document ?? null,
      opens_at: window?.opensAt ?? null,
      closes_at: window?.closesAt ?? null,
      launched_at: window?.opensAt ?? null,
      closed_at: window?.closedAt ?? null,
      created_by: this.clerk.person,
      created_at: createdAt,
    });
    if (window === null) return;
    for (let number = 1; number <= CONSULTEES; number += 1) {
      this.tables.add('consultee', {
        id: newId(),
        consultation_id: consultation,
        name: `Parent ${number}`,
        email: `parent${number}.${this.id.slice(-12)}@seed.example.org`,
        group_name: 'parent',
        channel: 'email',
        added_by: this.clerk.person,
        added_at: createdAt,
      });
    }
    if (window.closedAt !== null) return;
    this.tables.add('deadline', {
      id: newId(),
      case_id: this.id,
      kind: 'close-consultation',
      subject: '',
      due_at: window.closesAt,
    });
  }
}

const ROLE_OF: Readonly<Record<string, string>> = {
  'local-authority': 'authority-officer',
  trust: 'trust-officer',
};
