import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { inTransaction } from '#platform';
import { consultees, findConsultation } from '#consultation';
import type { ConsulteeDraft } from '#consultation';
import { extendConsultation, launchConsultation, openCase } from '#cases';
import { CaseDesk } from './case-desk.js';
import { FaultChild } from './fault-child.js';
import type { Death } from './fault-desk.js';
import { theTrust } from './journey-builder.js';
import { MailServer } from './mail-server.js';
import { nothingBroken } from './nothing-broken.js';

export type WorkerDuty = 'send' | 'expand' | 'send-briefly' | 'take' | 'read';

export interface WorkerLife {
  readonly duties: readonly WorkerDuty[];
  readonly faultPoint?: string;
  readonly die?: Death;
  readonly markByHalves?: boolean;
  readonly acknowledgeFirst?: boolean;
  /** For `send-briefly`. */
  readonly leaseMs?: number;
}

interface Said {
  readonly port?: number;
  readonly failed?: string;
}

interface Mail {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

export const CONSULTEES = 24;
const someParents = (): readonly ConsulteeDraft[] =>
  Array.from({ length: CONSULTEES }, (_, n) => ({
    ...{ name: `Person ${n}`, email: `person${n}@example.org`, group: 'parent' },
    ...{ organisation: null, postal: null },
  }));
const PATIENCE_MS = 60_000;
const A_DAY_MS = 86_400_000;
/** Between two mails, so that a reader has something to read one after another. */
const A_WHILE_MS = 25;

/** A consultation whose letters and replies go through workers that are killed. */
export class FaultPost {
  /** Mails whose sender was told 250, and those whose sender was not. */
  readonly acknowledged: Mail[] = [];
  readonly pending: Mail[] = [];
  private readonly workers: FaultChild<Said>[] = [];
  /** Message-IDs by how often a process died between the server's 250 and the mark. */
  private readonly ambiguous = new Map<string, number>();
  private closesInDays = 30;
  private addresses: readonly { from: string; to: string }[] = [];
  private sent = 0;

  private constructor(
    readonly desk: CaseDesk,
    readonly server: MailServer,
    readonly caseId: string,
    readonly consultation: string,
  ) {}

  static async open(drafts = someParents()): Promise<FaultPost> {
    const desk = await CaseDesk.open();
    const { office, clerk } = desk;
    const form = { nonce: randomUUID(), person: clerk.person, content: 'open' };
    const urn = await desk.aSchool('community');
    const { id } = await openCase(office, { actor: clerk, form, urn, bodies: [] });
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    const consultation = (await findConsultation(office.pool, { caseId: id }))!.id;
    await inTransaction(office.pool, (tx) => consultees.add(tx, clerk, consultation, drafts));
    return new FaultPost(desk, await MailServer.open(), id, consultation);
  }

  async close(): Promise<void> {
    for (const worker of this.workers) await worker.kill();
    await this.server.close();
    await this.desk.close();
  }

  /** Something that is told to everybody: one mailing, a letter to each. */
  async tellEverybody(): Promise<void> {
    const { office } = this.desk;
    this.closesInDays += 1;
    const closesOn = new Date(Date.now() + this.closesInDays * A_DAY_MS).toISOString().slice(0, 10);
    const window = { consultation: this.consultation, closesOn, closesAt: '17:00' };
    const { version } = await this.desk.stored(this.caseId);
    if (version > 1) {
      await extendConsultation(office, await this.desk.act(this.caseId), window);
      return;
    }
    const document = await this.desk.file(this.caseId, 'consultationDocument');
    await this.desk.writeText(this.caseId);
    await launchConsultation(office, await this.desk.act(this.caseId), { ...window, document });
  }

  settings() {
    return {
      smtpUrl: this.server.url,
      dkim: null,
      mailFrom: 'assent@reply.example.org',
      mailDomain: 'reply.example.org',
      publicBaseUrl: 'https://assent.example.org',
      secretKeys: ['a secret of at least thirty-two characters'],
      smtpInHost: '127.0.0.1',
      smtpInPort: null,
    };
  }

  begin({ faultPoint = '', ...life }: WorkerLife): FaultChild<Said> {
    const job = { url: this.desk.test.url, settings: this.settings(), ...life };
    const worker = new FaultChild<Said>('worker.mjs', job, { faultPoint });
    this.workers.push(worker);
    return worker;
  }

  /** A worker's life to its end by a fault point; throws when it does not die. */
  async dies(life: WorkerLife): Promise<void> {
    const worker = this.begin(life);
    await this.outlives(worker);
    await this.endLeases();
  }

  async outlives(worker: FaultChild<Said>): Promise<void> {
    const died = await Promise.race([worker.ended, this.quiet()]);
    if (died !== 'SIGKILL') throw new Error(`The worker was to die, but: ${died}`);
    for (const id of await this.acceptedAndNotMarked()) {
      this.ambiguous.set(id, (this.ambiguous.get(id) ?? 0) + 1);
    }
  }

  /** A healthy sender's life until nothing is left to send. */
  async sendAll(): Promise<void> {
    const worker = this.begin({ duties: ['send'] });
    await this.quiet();
    await worker.kill();
  }

  /** Letters that reached the server more often than a death in the ambiguous moment explains. */
  doubled(): string[] {
    const times = Map.groupBy(this.server.headers('Message-ID'), (id) => id);
    return [...times].flatMap(([id, { length }]) => {
      const most = 1 + (this.ambiguous.get(id) ?? 0);
      return length > most ? [`${id} came ${length} times`] : [];
    });
  }

  /** Letters that are said to be sent and never reached the server. */
  async lost(): Promise<string[]> {
    const taken = new Set(this.server.headers('Message-ID'));
    const { rows } = await this.desk.office.pool.query<{ id: string; said: string }>(
      `SELECT l.id, l.message_id AS said FROM letter l JOIN letter_fact f ON f.letter = l.id
        WHERE f.fact = 'sent'`,
    );
    return rows.filter(({ said }) => !taken.has(said)).map(({ id }) => id);
  }

  async broken(): Promise<string[]> {
    const { pool, documents } = this.desk.office;
    const { rows } = await pool.query<{ raw: string }>(
      `SELECT convert_from(raw, 'UTF8') AS raw FROM inbound_mail`,
    );
    const kept = rows.map(({ raw }) => /^Message-ID: (.*)$/m.exec(raw)![1]!.trim());
    return [
      ...(await nothingBroken(pool, documents)),
      ...this.doubled(),
      ...(await this.lost()).map((id) => `a letter was marked and never sent: ${id}`),
      ...this.acknowledged.flatMap(({ id }) => {
        const times = kept.filter((one) => one === id).length;
        return times === 1 ? [] : [`an acknowledged mail is kept ${times} times: ${id}`];
      }),
    ];
  }

  /** Sends replies of consultees by SMTP, first those that nobody took, until the worker dies. */
  async replyUntilDeath(life: WorkerLife): Promise<void> {
    await this.learnAddresses();
    const worker = this.begin(life);
    const { port } = await worker.until((line) => line.port !== undefined);
    let died = false;
    void worker.ended.then(() => (died = true));
    const deadline = Date.now() + PATIENCE_MS;
    while (!died) {
      if (Date.now() > deadline) throw new Error('The worker did not die.');
      const mail = this.pending.shift() ?? this.nextMail();
      await this.deliver(port!, mail);
      await pause(A_WHILE_MS);
    }
    await this.endLeases();
  }

  /** Sends some replies to a worker that does not die by itself. */
  async reply(life: WorkerLife, mails: number): Promise<void> {
    await this.learnAddresses();
    const worker = this.begin(life);
    const { port } = await worker.until((line) => line.port !== undefined);
    for (let sent = 0; sent < mails; sent += 1) await this.deliver(port!, this.nextMail());
    await worker.kill();
  }

  /** A healthy life: takes what is pending, and once more all that was taken; reads all of it. */
  async takeAll(): Promise<void> {
    const worker = this.begin({ duties: ['take', 'read'] });
    const { port } = await worker.until((line) => line.port !== undefined);
    for (const mail of this.pending.splice(0)) await this.deliver(port!, mail);
    for (const mail of this.acknowledged.splice(0)) await this.deliver(port!, mail);
    await this.until(
      async () => (await this.count('inbound_mail WHERE read_at IS NULL')) === 0,
      'all mails are read',
    );
    await worker.kill();
  }

  async count(rows: string): Promise<number> {
    const { rows: found } = await this.desk.office.pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${rows}`,
    );
    return found[0]!.n;
  }

  /** What the passing of a lease does, without the waiting. */
  async endLeases(): Promise<void> {
    const past = `SET claimed_until = now() - interval '1 second' WHERE claimed_until IS NOT NULL`;
    await this.desk.asOwner(`UPDATE letter ${past}`, `UPDATE inbound_mail ${past}`);
  }

  /** Until nothing waits to be expanded or sent. */
  async quiet(): Promise<'all was sent'> {
    await this.until(
      async () =>
        (await this.count(
          `(SELECT id FROM letter WHERE status IN ('queued', 'deferred')
            UNION ALL SELECT id FROM mailing WHERE expanded_at IS NULL) AS waiting`,
        )) === 0,
      'all is sent',
    );
    return 'all was sent';
  }

  async until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error(`It did not come about that ${what}.`);
      await new Promise((done) => setTimeout(done, 25));
    }
  }

  private async acceptedAndNotMarked(): Promise<string[]> {
    const { rows } = await this.desk.office.pool.query<{ id: string }>(
      `SELECT message_id AS id FROM letter WHERE status IN ('queued', 'deferred')`,
    );
    const open = new Set(rows.map(({ id }) => id));
    return [...new Set(this.server.headers('Message-ID'))].filter((id) => open.has(id));
  }

  /** Where each consultee's answer goes, as the letters themselves say. */
  private async learnAddresses(): Promise<void> {
    if (this.addresses.length > 0) return;
    await this.tellEverybody();
    await this.sendAll();
    const to = this.server.headers('Reply-To');
    this.addresses = this.server.taken.map((letter, n) => ({
      from: letter.to[0]!,
      to: to[n]!.replace(/[<>]/g, ''),
    }));
  }

  private nextMail(): Mail {
    this.sent += 1;
    const address = this.addresses[this.sent % this.addresses.length]!;
    return { id: `<reply-${this.sent}@example.org>`, ...address };
  }

  private async deliver(port: number, mail: Mail): Promise<void> {
    const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
    const raw = `From: ${mail.from}\r\nMessage-ID: ${mail.id}\r\nSubject: My view\r\n\r\nI agree, says ${mail.id}.\r\n`;
    try {
      await transport.sendMail({ envelope: { from: mail.from, to: [mail.to] }, raw });
      this.acknowledged.push(mail);
    } catch {
      this.pending.push(mail);
    } finally {
      transport.close();
    }
  }
}
