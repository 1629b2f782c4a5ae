import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { Database, inTransaction, moveClockTo, now } from '#platform';
import type { Actor } from '#platform';
import { DocumentStore } from '#evidence';
import type { DocumentKind } from '#evidence';
import { findConsultation } from '#consultation';
import { addBody, addMembership, addPerson } from '#identity';
import type { BodyKind, HumanRole } from '#identity';
import { events } from '#journey';
import type { JourneyEvent, JourneySnapshot, Route, School } from '#journey';
import { advance, filePapers, nameCaseBody, openIn, passDeadlines, takeStep } from '#cases';
import type { Act, Done, Office, Paper } from '#cases';
import { writeText } from './consultation.js';
import { freshDatabase } from './database.js';
import type { TestDatabase } from './database.js';
import { schools } from './journey-builder.js';
import type { SchoolKind } from './journey-builder.js';

const A_PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);

/** As the register puts it. */
const flagOf = (inFederation: boolean | null): string | null =>
  inFederation === null
    ? null
    : inFederation
      ? 'Supported by a federation'
      : 'Not under a federation';

/** Two desks with their clerks, bodies and officers, on a database and a document store of its own. */
export class CaseDesk {
  private urns = 100_100;

  private constructor(
    readonly test: TestDatabase,
    readonly database: Database,
    readonly office: Office,
    readonly folder: string,
    readonly clerk: Actor,
    readonly otherClerk: Actor,
  ) {}

  static async open(): Promise<CaseDesk> {
    const test = await freshDatabase();
    const database = await Database.open({ url: test.url });
    const folder = await mkdtemp(join(tmpdir(), 'assent-case-desk-'));
    const documents = await DocumentStore.open(database.pool, folder);
    const office = { pool: database.pool, documents, baseUrl: 'http://assent.example.org' };
    const clerk = await officer(database, 'clerking-service', 'Northern Clerks', 'clerk');
    const other = await officer(database, 'clerking-service', 'Southern Clerks', 'clerk');
    return new CaseDesk(test, database, office, folder, clerk, other);
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.test.drop();
    await rm(this.folder, { recursive: true });
  }

  /** Statements that only the owner of the database may make, to break what the service cannot. */
  async asOwner(...statements: readonly string[]): Promise<void> {
    const owner = new Client({ connectionString: this.test.url });
    await owner.connect();
    try {
      for (const statement of statements) await owner.query(statement);
    } finally {
      await owner.end();
    }
  }

  /** Moves the product's clock on to an instant. */
  async moveClock(instant: string): Promise<void> {
    await this.asOwner('UPDATE product_clock SET movable = true');
    await moveClockTo(this.office.pool, new Date(instant));
  }

  /** Lets time pass, and the worker begin and pass what is due by then. */
  async letPass(minutes: number): Promise<void> {
    const at = await now(this.office.pool);
    await this.moveClock(new Date(at.getTime() + minutes * 60_000).toISOString());
    await passDeadlines(this.office.pool, this.office.baseUrl);
  }

  /** A school of this kind in the register, under a URN of its own. */
  async aSchool(kind: SchoolKind | School): Promise<string> {
    this.urns += 1;
    const urn = String(this.urns);
    const school: School = typeof kind === 'string' ? schools[kind] : kind;
    const { religiousCharacter, diocese, localAuthority, trustFlag, type } = school;
    await this.office.pool.query(
      `INSERT INTO school (urn, name, la_code, la_name, type_code, type_name, status_code,
         status_name, religious_character_code, religious_character_name, diocese_code,
         diocese_name, trust_flag_code, trust_flag_name, federation_flag, name_key)
       VALUES ($1,$2,$3,$4,$5,$6,'1','Open',$7,$8,$9,$10,$11,$12,$13,lower($2))`,
      [
        urn,
        `${school.name} ${urn}`,
        localAuthority?.code,
        localAuthority?.name,
        type?.code,
        type?.name,
        religiousCharacter?.code,
        religiousCharacter?.name,
        diocese?.code,
        diocese?.name,
        trustFlag?.code,
        trustFlag?.name,
        flagOf(school.inFederation),
      ],
    );
    return urn;
  }

  /** An open case of a school of this kind; bodies for its consents named and manned. */
  async aCase(kind: SchoolKind | School = 'community', route: Route = 'join'): Promise<string> {
    const id = await this.openCase(await this.aSchool(kind), route);
    const { snapshot } = await this.stored(id);
    for (const part of Object.keys(snapshot.consents)) await this.manPart(id, part);
    return id;
  }

  /** An open case of a community school on this clerk's desk. */
  async aCaseOf(clerk: Actor, route: Route = 'join'): Promise<string> {
    return this.openCase(await this.aSchool('community'), route, clerk);
  }

  /** Opens the case of a school of the register. */
  async openCase(urn: string, route: Route = 'join', actor = this.clerk): Promise<string> {
    const { id } = await inTransaction(this.office.pool, (tx) =>
      openIn(tx, { actor, urn, bodies: [], route }),
    );
    return id;
  }

  /** Names a body for a consent, with one officer, and answers who speaks for it. */
  async manPart(caseId: string, part: string): Promise<void> {
    const { rows } = await this.office.pool.query<{ part: string }>(
      'SELECT part FROM case_body WHERE case_id = $1 AND part = $2',
      [caseId, part],
    );
    if (rows.length === 0) {
      const kind = part === 'trustee' ? 'trustees' : 'appointing-body';
      const name = `The ${part} of ${caseId.slice(0, 8)}`;
      await nameCaseBody(this.office, { actor: this.clerk, caseId, part, kind, name });
    }
  }

  /** An officer of the body that has this part on the case. */
  async officerOf(caseId: string, part: string): Promise<Actor> {
    const { rows } = await this.office.pool.query<{ body: string }>(
      'SELECT body FROM case_body WHERE case_id = $1 AND part = $2 AND until IS NULL',
      [caseId, part],
    );
    return this.memberOf(rows[0]!.body, 'faith-officer');
  }

  async chairOf(caseId: string): Promise<Actor> {
    const { rows } = await this.office.pool.query<{ board: string }>(
      'SELECT board FROM cases WHERE id = $1',
      [caseId],
    );
    return this.memberOf(rows[0]!.board, 'chair');
  }

  async memberOf(body: string, role: HumanRole): Promise<Actor> {
    const email = `${role}.${body.slice(-12)}@example.org`;
    return inTransaction(this.office.pool, async (tx) => {
      const person = await addPerson(tx, { name: `A ${role}`, email });
      await addMembership(tx, { person: person.id, body, role });
      return { person: person.id, role, body };
    });
  }

  async stored(caseId: string): Promise<{ version: number; snapshot: JourneySnapshot }> {
    const { rows } = await this.office.pool.query<{ version: number; snapshot: JourneySnapshot }>(
      'SELECT version, snapshot FROM cases WHERE id = $1',
      [caseId],
    );
    return rows[0]!;
  }

  async today(): Promise<string> {
    return (await now(this.office.pool)).toISOString().slice(0, 10);
  }

  /** An act on the case as it stands now, by a form of its own. */
  async act(caseId: string, actor: Actor = this.clerk): Promise<Act> {
    const { version } = await this.stored(caseId);
    const nonce = randomUUID();
    const form = { nonce, person: actor.person, content: { nonce } };
    return { actor, caseId, seenVersion: version, form };
  }

  async paper(kind: DocumentKind): Promise<Paper> {
    const file = await this.office.documents.receive({
      fileName: `${kind}.pdf`,
      content: Readable.from([A_PDF, Buffer.from(`% ${randomUUID()}`)]),
    });
    return {
      file,
      kind,
      title: `A paper: ${kind}`,
      dated: null,
      status: 'approved',
      confidentiality: 'board',
    };
  }

  /** Sends an event with a paper of a fitting kind for every piece of evidence that it needs. */
  async send<T extends JourneyEvent['type']>(
    caseId: string,
    type: T,
    facts: object = {},
    actor: Actor = this.clerk,
  ): Promise<Done> {
    return this.sendAs(await this.act(caseId, actor), type, facts);
  }

  /** The same by an act that was made before. */
  async sendAs<T extends JourneyEvent['type']>(
    act: Act,
    type: T,
    facts: object = {},
  ): Promise<Done> {
    const needs = events[type].evidence as readonly { as: string; kinds: readonly string[] }[];
    const shown: Record<string, string | string[]> = {};
    for (const { as, kinds } of needs) {
      if (Object.hasOwn(facts, as)) continue;
      const document = await this.file(act.caseId, kinds[0] as DocumentKind, act.actor);
      shown[as] = as === 'papers' ? [document] : document;
    }
    if (type === 'consultation.launched') await this.writeText(act.caseId);
    const on = await this.today();
    const event = { type, on, ...shown, ...facts } as unknown as JourneyEvent;
    return takeStep(this.office, act, () => ({ event }));
  }

  /** Writes what people must be able to read before they are asked; answers the consultation. */
  async writeText(
    caseId: string,
    leaving: { readonly without?: readonly string[] } = {},
  ): Promise<string> {
    const { id } = (await findConsultation(this.office.pool, { caseId }))!;
    await writeText(this.office.pool, this.clerk, id, leaving);
    return id;
  }

  /** Files a paper on the case and answers its document. */
  async file(caseId: string, kind: DocumentKind, by: Actor = this.clerk): Promise<string> {
    const { actor, form } = await this.act(caseId, by.role === 'clerk' ? by : this.clerk);
    const paper = await this.paper(kind);
    const { documents } = await filePapers(this.office, { actor, caseId, form }, [paper]);
    return documents[0]!;
  }

  /** The door without a form: for races and the clock. */
  async move(caseId: string, event: JourneyEvent, actor: Actor = this.clerk) {
    return advance(this.office.pool, this.office.baseUrl, { caseId, actor, event });
  }
}

async function officer(
  database: Database,
  kind: BodyKind,
  name: string,
  role: HumanRole,
): Promise<Actor> {
  return inTransaction(database.pool, async (tx) => {
    const body = await addBody(tx, { kind, name });
    const email = `${name.toLowerCase().replace(' ', '.')}@example.org`;
    const person = await addPerson(tx, { name: `Clerk of ${name}`, email });
    await addMembership(tx, { person: person.id, body: body.id, role });
    return { person: person.id, role, body: body.id };
  });
}
