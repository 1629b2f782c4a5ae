import { createHash, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '#platform';
import { inTransaction } from '#platform';
import { addBody } from '#identity';
import { CaseDesk } from './case-desk.js';
import { FaultChild } from './fault-child.js';
import { schools, theTrust } from './journey-builder.js';
import { nothingBroken } from './nothing-broken.js';

/** Fewer rounds in continuous integration. */
export const SHORT = Boolean(process.env['SHORT']);
export const SEEDS = SHORT ? 2 : 20;

/** Where a life dies inside a transaction: after which statement, and whether it is committed. */
export interface Death {
  readonly after: string;
  readonly passage?: number;
  readonly split?: boolean;
}

export interface Life {
  readonly faultPoint?: string;
  readonly die?: Death;
  /** Sends every form again, also those that were answered. */
  readonly again?: boolean;
  readonly deadlines?: boolean;
  /** Tries again while the database is away. */
  readonly patient?: boolean;
  /** How many cases there are to work on; by default more than any life gets through. */
  readonly cases?: number;
}

export interface Said {
  readonly nonce?: string;
  readonly answer?: object;
  readonly received?: string;
  readonly begun?: number;
  readonly refused?: number;
  readonly failed?: string;
  readonly why?: string;
}

const MOST_CASES = 200;
const FIRST_URN = 300_000;
const COPIED = `name, la_code, la_name, type_code, type_name, status_code, status_name,
  religious_character_code, religious_character_name, diocese_code, diocese_name, trust_flag_code,
  trust_flag_name, federation_flag, name_key`;

/** A desk at which a child process works, is killed, and is begun again. */
export class FaultDesk {
  /** What the child was answered, by the forms' nonces. */
  readonly answered: Record<string, object> = {};
  readonly refused: string[] = [];
  private readonly received = new Set<string>();
  private readonly contradictions: string[] = [];
  private readonly space = randomUUID();
  private begun = 0;
  private last: FaultChild<Said> | undefined;

  private constructor(
    readonly desk: CaseDesk,
    private readonly officer: Actor,
    private readonly urns: readonly string[],
  ) {}

  static async open(): Promise<FaultDesk> {
    const desk = await CaseDesk.open();
    const { code, name } = schools['voluntary-aided-church-of-england'].diocese;
    const body = await inTransaction(desk.office.pool, (tx) =>
      addBody(tx, {
        kind: 'diocesan-board',
        code,
        name: `Diocesan Board of Education, ${name}`,
      }),
    );
    const officer = await desk.memberOf(body.id, 'faith-officer');
    return new FaultDesk(desk, officer, await manySchools(desk));
  }

  async close(): Promise<void> {
    await this.last?.kill();
    await this.desk.close();
  }

  begin({ faultPoint, cases = MOST_CASES, ...life }: Life = {}): FaultChild<Said> {
    const job = {
      url: this.desk.test.url,
      folder: this.desk.folder,
      space: this.space,
      clerk: this.desk.clerk,
      officer: this.officer,
      trust: theTrust,
      urns: this.urns.slice(0, cases),
      answered: this.answered,
      ...life,
    };
    this.last = new FaultChild<Said>('clerk.mjs', job, {
      ...(faultPoint === undefined ? {} : { faultPoint }),
      onLine: (line) => this.hear(line),
    });
    return this.last;
  }

  /** One life from its beginning to its end; answers how it ended. */
  async live(life: Life = {}): Promise<string | number | null> {
    return this.begin(life).ended;
  }

  /** A life that finishes what was begun, sending every form again. */
  async finish(): Promise<string | number | null> {
    return this.live({ again: true, deadlines: true, cases: this.begun });
  }

  /** Every breach: of the database at rest, and of what was said by those who died. */
  async broken(): Promise<string[]> {
    const { pool, documents } = this.desk.office;
    const breaches = await nothingBroken(pool, documents);
    const { rows } = await pool.query<{ nonce: string; answer: object }>(
      'SELECT nonce, answer FROM answered_form',
    );
    const kept = new Map(rows.map(({ nonce, answer }) => [nonce, answer]));
    for (const [nonce, answer] of Object.entries(this.answered)) {
      if (isDeepStrictEqual(kept.get(nonce), answer)) continue;
      breaches.push(`an acknowledged answer was lost: ${nonce}`);
    }
    for (const sha256 of this.received) {
      if (!(await documents.isWhole(sha256))) breaches.push(`a received file was lost: ${sha256}`);
    }
    return [...breaches, ...this.contradictions];
  }

  /** Real time of the product passes, so that deadlines become due. */
  async letDaysPass(days: number): Promise<void> {
    await this.desk.asOwner(
      `UPDATE product_clock SET movable = true, ahead = ahead + interval '${days} days'`,
    );
  }

  private hear({ nonce, answer, received, begun, refused, why }: Said): void {
    if (received !== undefined) this.received.add(received);
    if (begun !== undefined) this.begun = Math.max(this.begun, begun + 1);
    if (refused !== undefined) this.refused.push(why ?? '');
    if (nonce === undefined || answer === undefined) return;
    const first = this.answered[nonce];
    if (first !== undefined && !isDeepStrictEqual(first, answer)) {
      this.contradictions.push(`the form ${nonce} was answered in two ways`);
    }
    this.answered[nonce] ??= answer;
  }
}

/** The passage of a point at which the process dies: another one for each seed, and always the same. */
export function passageOf(point: string, seed: number, most: number): number {
  const hash = createHash('sha256').update(`${point} ${seed}`).digest();
  return 1 + (hash.readUInt32BE() % most);
}

async function manySchools(desk: CaseDesk): Promise<readonly string[]> {
  const urn = await desk.aSchool('voluntary-aided-church-of-england');
  const { rows } = await desk.office.pool.query<{ urn: string }>(
    `INSERT INTO school (urn, ${COPIED})
     SELECT n::text, ${COPIED} FROM school, generate_series($2::int, $2::int + $3::int - 1) AS n
      WHERE urn = $1
     RETURNING urn`,
    [urn, FIRST_URN, MOST_CASES],
  );
  return rows.map((row) => row.urn);
}
