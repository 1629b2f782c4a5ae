import { hash } from 'node:crypto';
import { newId } from '#platform';
import type { Actor } from '#platform';
import type { CaseInMemory } from '#cases';
import { MACHINE_VERSION } from '#journey';
import type { BodyName, School } from '#journey';
import { schoolRow } from './add-school.js';
import type { SeedTables } from './seed-tables.js';
import type { SeedWorld } from './seed-world.js';

const CONSULTEES = 3;

/** A body on a case, with the one who speaks for it. */
export interface OnCase {
  readonly part: string;
  readonly body: string;
  readonly name: string;
  readonly officer: string;
}

/** The window of a case's consultation. */
export interface SeedWindow {
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly document: string;
  /** What people can read, and the entry in which it was published. */
  readonly sections: string;
  readonly published: number;
  closedAt: Date | null;
}

export interface CaseToWrite {
  readonly case: CaseInMemory;
  readonly school: School;
  readonly clerk: Actor;
  readonly chair: Actor;
  readonly bodies: readonly OnCase[];
  readonly consultation: string;
  readonly question: string;
  readonly window: SeedWindow | null;
}

const ROLE_OF: Readonly<Record<string, string>> = {
  'local-authority': 'authority-officer',
  trust: 'trust-officer',
};

/** The body that consents in this part: the diocese's own, or one that is made for the school. */
export function consentingBody(
  tables: SeedTables,
  { consenting }: SeedWorld,
  school: School,
  { part, body }: { part: string; body: BodyName | null },
): OnCase {
  const known = body && consenting[`${body.kind} ${body.code}`];
  if (known) return { part, ...known };
  const kind = part.startsWith('trustee') ? 'trustees' : 'appointing-body';
  const name = `The ${part} of ${school.name}`;
  const id = newId();
  const officer = newId();
  tables.add('body', { id, kind, name, code: null });
  addMember(tables, { person: officer, role: 'faith-officer', body: id }, name);
  return { part, body: id, name, officer };
}

/** The rows of the case itself and of those around it, once its story is told. */
export function writeCaseRows(tables: SeedTables, of: CaseToWrite): void {
  const { school, chair } = of;
  const { name, urn: code } = school;
  tables.add('school', schoolRow(school));
  const board = { id: chair.body!, kind: 'governing-board', name: `Governing board of ${name}` };
  tables.add('body', { ...board, code });
  addMember(tables, chair, name);
  addCase(tables, of);
  addPeople(tables, of);
  addConsultation(tables, of);
}

function addMember(
  tables: SeedTables,
  { person, role, body }: Pick<Actor, 'person' | 'role' | 'body'>,
  of: string,
): void {
  const email = `${role}.${person.slice(-12)}@seed.example.org`;
  tables.add('person', { id: person, name: `Officer of ${of}`, email });
  tables.add('membership', { person, body, role });
}

function addCase(tables: SeedTables, { case: made, school, clerk, chair }: CaseToWrite): void {
  const { id, reference, duties, at: openedAt } = made.opening;
  const { stage, waitingFor, dueOn, ended } = made.standing;
  const movedAt = new Date((JSON.parse(made.head.entry) as { at: string }).at);
  tables.add('cases', {
    id,
    reference,
    urn: school.urn,
    school_name: school.name,
    trust_name: made.snapshot.case.context.trust?.trust.name ?? null,
    desk: clerk.body,
    board: chair.body,
    version: made.version,
    machine: MACHINE_VERSION,
    rule_set: duties.ruleSet,
    snapshot: JSON.stringify(made.snapshot),
    stage,
    waiting_for: waitingFor,
    due_on: dueOn,
    opened_at: openedAt,
    moved_at: movedAt,
    ended_at: ended ? movedAt : null,
  });
}

function addPeople(tables: SeedTables, { case: made, clerk, chair, bodies }: CaseToWrite): void {
  const { id: case_id, at: since } = made.opening;
  for (const { person, role, body } of [clerk, chair]) {
    tables.add('case_person', { case_id, person, role, body, since });
  }
  for (const { part, body, officer: person } of bodies) {
    const role = ROLE_OF[part] ?? 'faith-officer';
    tables.add('case_body', { case_id, part, body, since });
    tables.add('case_person', { case_id, person, role, body, since });
  }
}

function addConsultation(tables: SeedTables, of: CaseToWrite): void {
  const { consultation, question, window, clerk } = of;
  const { id: caseId, at: createdAt } = of.case.opening;
  tables.add('consultation', {
    id: consultation,
    case_id: caseId,
    question,
    document: window?.document ?? null,
    opens_at: window?.opensAt ?? null,
    closes_at: window?.closesAt ?? null,
    launched_at: window?.opensAt ?? null,
    closed_at: window?.closedAt ?? null,
    created_by: clerk.person,
    created_at: createdAt,
  });
  if (window === null) return;
  const text = { consultation_id: consultation, version: 1 };
  tables.add('consultation_text', {
    ...text,
    sections: window.sections,
    sha256: hash('sha256', window.sections, 'buffer'),
    written_by: clerk.person,
    written_at: window.opensAt,
  });
  tables.add('consultation_text_published', {
    ...text,
    published_by: clerk.person,
    published_at: window.opensAt,
    record_seq: window.published,
  });
  for (let number = 1; number <= CONSULTEES; number += 1) {
    tables.add('consultee', {
      id: newId(),
      consultation_id: consultation,
      name: `Parent ${number}`,
      email: `parent${number}.${caseId.slice(-12)}@seed.example.org`,
      group_name: 'parent',
      channel: 'email',
      added_by: clerk.person,
      added_at: createdAt,
    });
  }
  if (window.closedAt !== null) return;
  const due = { kind: 'close-consultation', subject: '', due_at: window.closesAt };
  tables.add('deadline', { id: newId(), case_id: caseId, ...due });
}
