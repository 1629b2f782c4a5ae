import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Database, content, inTransaction, now } from '#platform';
import type { Actor } from '#platform';
import { DocumentStore } from '#evidence';
import type { DocumentKind } from '#evidence';
import { consultees, findConsultation, publication } from '#consultation';
import type { Said } from '#consultation';
import { events } from '#journey';
import type { JourneyEvent } from '#journey';
import { importExtract, londonDate } from '#register';
import {
  addCasePerson,
  answerConsent,
  askConsent,
  boardRoom,
  chooseTrust,
  filePapers,
  launchConsultation,
  nameCaseBody,
  openCase,
  overrideDesk,
  takeStep,
  viewCase,
} from '#cases';
import type { Act, Office } from '#cases';
import { examplePaper } from './example-paper.js';
import { CLERKS, CONSULTEES, OFFICERS, SENIORS, man } from './example-people.js';
import { enterExampleTerms } from './example-terms.js';
import { holdMeeting } from './seed-board.js';

export interface ExampleHouse {
  readonly databaseUrl: string;
  readonly documentsDir: string;
  readonly baseUrl: string;
  readonly root: string;
}

/** The schools of the example cases, of the register's sample. */
interface ExampleSchools {
  readonly files: readonly string[];
  readonly churchOfEngland: string;
  readonly community: string;
  readonly catholic: string;
  readonly trust: string;
  readonly churchTrust: string;
}

/**
 * Fills a new example installation: the register's sample, people at their desks, and three cases
 * at different points of the journey, all through the same acts that people take. Does nothing
 * where there is a case already.
 */
export async function seedExamples(house: ExampleHouse): Promise<boolean> {
  const database = await Database.open({ url: house.databaseUrl, connections: 3 });
  try {
    const { rowCount } = await database.pool.query('SELECT FROM cases LIMIT 1');
    if (rowCount !== 0) return false;
    const documents = await DocumentStore.open(database.pool, house.documentsDir);
    const office = { pool: database.pool, documents, baseUrl: house.baseUrl };
    await new Examples(office, house.root).write();
    return true;
  } finally {
    await database.close();
  }
}

class Examples {
  private readonly schools = content<ExampleSchools>('examples/schools');
  private clerk!: Actor;

  constructor(
    private readonly office: Office,
    private readonly root: string,
  ) {}

  async write(): Promise<void> {
    const { pool } = this.office;
    for (const file of this.schools.files) await importExtract(pool, join(this.root, file));
    const desk = { kind: 'clerking-service', name: 'Northgate Clerks', code: 'northgate' } as const;
    const other = { kind: 'clerking-service', name: 'Southway Clerks', code: 'southway' } as const;
    this.clerk = await man(pool, CLERKS.priya, 'clerk', desk);
    await man(pool, CLERKS.tom, 'clerk', other);
    await man(pool, SENIORS.margaret, 'senior-officer', desk);
    await enterExampleTerms(pool, await man(pool, SENIORS.administrator, 'administrator', desk));
    await this.consultingCase();
    await this.decidingCase();
    await this.openedCase();
  }

  /** A Catholic school that has only just begun to think about it. */
  private async openedCase(): Promise<void> {
    const id = await this.open(this.schools.catholic);
    await this.manBodies(id, ['governing-board', 'local-authority']);
  }

  /** A Church of England school: the trust is chosen, one body has consented, one was asked. */
  private async decidingCase(): Promise<void> {
    const id = await this.open(this.schools.churchOfEngland);
    await this.nameBodies(id);
    await this.send(id, 'options.presented');
    await this.choose(id, this.schools.churchTrust);
    await this.manBodies(id, Object.keys(OFFICERS));
    await this.send(id, 'diligence.reported', { of: 'trust' });
    await this.send(id, 'foundation.consulted');
    const papersHash = await this.ask(id, 'trustee');
    await this.grant(id, 'trustee', papersHash);
    await this.ask(id, 'diocesan-authority');
    await this.askOverride(id);
  }

  /** The senior officer finds one request to decide on. */
  private async askOverride(caseId: string): Promise<void> {
    await overrideDesk.ask(this.office, await this.act(caseId), {
      rule: 'R7',
      event: 'application.submitted',
      part: null,
      purpose: null,
      reason: 'The trust has agreed by telephone; its letter follows after its next meeting.',
      paper: await this.file(caseId, 'correspondence'),
    });
  }

  /** A community school whose consultation is open. */
  private async consultingCase(): Promise<void> {
    const id = await this.open(this.schools.community);
    await this.send(id, 'options.presented');
    await this.choose(id, this.schools.trust);
    await this.manBodies(id, ['governing-board', 'trust', 'local-authority', 'union']);
    await this.send(id, 'diligence.reported', { of: 'trust' });
    await this.send(id, 'equality.assessed');
    await this.resolve(id);
    await this.send(id, 'trust.consented');
    await this.launch(id);
  }

  private async open(urn: string): Promise<string> {
    const opened = await openCase(this.office, {
      actor: this.clerk,
      form: this.form(),
      urn,
      bodies: [],
    });
    return opened.id;
  }

  private async nameBodies(caseId: string): Promise<void> {
    const named = [
      ['trustee', 'trustees', 'The trustees of the school site'],
      ['foundation-governor-appointer', 'appointing-body', 'The parochial church council'],
    ] as const;
    for (const [part, kind, name] of named) {
      await nameCaseBody(this.office, { actor: this.clerk, caseId, part, kind, name });
    }
  }

  private async manBodies(caseId: string, parts: readonly string[]): Promise<void> {
    for (const part of parts) {
      if (part === 'union') {
        const name = 'National Education Union';
        const union = { actor: this.clerk, caseId, part, kind: 'union', name } as const;
        await nameCaseBody(this.office, union);
      }
      await addCasePerson(this.office, { actor: this.clerk, caseId, part, ...OFFICERS[part]! });
    }
  }

  private async choose(caseId: string, uid: string): Promise<void> {
    const on = await this.today();
    await chooseTrust(this.office, await this.act(caseId), { uid, on });
  }

  private async resolve(caseId: string): Promise<void> {
    const today = await this.today();
    const held = await holdMeeting(
      {
        office: this.office,
        clerk: this.clerk,
        form: () => this.form(),
        daysAgo: (days) => daysFrom(today, -days),
      },
      caseId,
    );
    await boardRoom.resolveItem(this.office, await this.act(caseId), {
      ...held,
      wording: 'That the school applies to become an academy, subject to consultation.',
      minutes: await this.file(caseId, 'minuteExtract'),
      refuses: undefined,
    });
  }

  private async ask(caseId: string, consent: string): Promise<string> {
    const papers = await this.office.pool.query<{ id: string }>(
      `SELECT id FROM document WHERE stream = $1 AND kind IN ('optionsPaper', 'dueDiligenceOfTrust')
        ORDER BY id`,
      [`case:${caseId}`],
    );
    await askConsent(this.office, await this.act(caseId), {
      consent,
      papers: papers.rows.map(({ id }) => id),
      message: 'The governing board asks for your consent to the school joining the trust.',
    });
    const { snapshot } = await viewCase(this.office.pool, this.clerk, caseId);
    return snapshot.consents[consent]!.context.papersHash;
  }

  private async grant(caseId: string, consent: string, papersHash: string): Promise<void> {
    const { bodies, people } = await viewCase(this.office.pool, this.clerk, caseId);
    const body = bodies.find(({ part }) => part === consent)!.body;
    const officer = people.find((person) => person.body === body)!.person;
    const actor: Actor = { person: officer, role: 'faith-officer', body };
    await answerConsent(this.office, await this.act(caseId, actor), {
      consent,
      answer: 'granted',
      words: 'The trustees consent to the conversion of the school.',
      signatory: 'David Lyle',
      authority: 'Minute 7 of the trustees',
      conditions: [],
      papersHash,
    });
  }

  private async launch(caseId: string): Promise<void> {
    const consultation = (await findConsultation(this.office.pool, { caseId }))!.id;
    await inTransaction(this.office.pool, (tx) =>
      consultees.add(tx, this.clerk, consultation, CONSULTEES),
    );
    await this.writeText(consultation);
    const document = await this.file(caseId, 'consultationDocument');
    const closesOn = daysFrom(await this.today(), 42);
    const window = { consultation, document, closesOn, closesAt: '17:00' };
    await launchConsultation(this.office, await this.act(caseId), window);
  }

  private async writeText(consultation: string): Promise<void> {
    const words = content<Readonly<Record<string, Said>>>('examples/consultation-text');
    await inTransaction(this.office.pool, async (tx) => {
      for (const [index, [section, said]] of Object.entries(words).entries()) {
        const written = { consultation, seen: index, section, said };
        await publication.write(tx, this.clerk, written);
      }
    });
  }

  /** Sends an event with an example paper for each piece of evidence that it needs. */
  private async send(
    caseId: string,
    type: JourneyEvent['type'],
    facts: object = {},
  ): Promise<void> {
    const shown: Record<string, string> = {};
    for (const { as, kinds } of events[type].evidence) {
      shown[as] = await this.file(caseId, kinds[0]);
    }
    const event = { type, on: await this.today(), ...shown, ...facts } as unknown as JourneyEvent;
    await takeStep(this.office, await this.act(caseId), () => ({ event }));
  }

  private async file(caseId: string, kind: DocumentKind): Promise<string> {
    const title = content<Record<string, string>>('journey/document-kinds')[kind] ?? kind;
    const words = content<Record<string, readonly string[]>>('examples/papers')[kind] ?? [];
    const bytes = await examplePaper(title, words);
    const file = await this.office.documents.receive({
      fileName: `${title}.pdf`,
      content: Readable.from([bytes]),
    });
    const { actor, form } = await this.act(caseId);
    const paper = { file, kind, title, dated: null, status: 'approved' } as const;
    const { documents } = await filePapers(this.office, { actor, caseId, form }, [
      { ...paper, confidentiality: 'board' },
    ]);
    return documents[0]!;
  }

  private async act(caseId: string, actor: Actor = this.clerk): Promise<Act> {
    const { version } = await viewCase(this.office.pool, actor, caseId);
    return { actor, caseId, seenVersion: version, form: this.form(actor) };
  }

  private form(actor: Actor = this.clerk) {
    return { nonce: randomUUID(), person: actor.person, content: 'example' };
  }

  private async today(): Promise<string> {
    return londonDate(await now(this.office.pool)).toString();
  }
}

function daysFrom(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
