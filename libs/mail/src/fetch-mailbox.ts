import { setTimeout as pause } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import type { Pool, PoolClient } from 'pg';
import type { Settings } from '#platform';
import type { Duty } from './duty.js';
import { envelopeOfHeaders } from './envelope-of-headers.js';
import { receive } from './receive.js';
import { wake } from './wake.js';

export interface MailboxOptions {
  readonly pool: Pool;
  readonly settings: Pick<Settings, 'imapUrl' | 'mailDomain' | 'mailFrom'>;
  readonly onError: (error: unknown) => void;
  /** Looks by itself this often, where the server does not say that something came. */
  readonly lookMs?: number;
}

const LOOK_MS = 30_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Fetches the answers that a mailbox receives (IMAP), for organisations that point no MX record here.
 * A mail is marked as seen only when it is kept. How far it has read is a row, so nobody who opens the
 * mailbox by hand hides a mail; and what is fetched twice is kept once. One copy fetches at a time.
 */
export function startMailbox(options: MailboxOptions): Duty {
  const mailbox = new Mailbox(options);
  const running = mailbox.run();
  return {
    async stop() {
      mailbox.stop();
      await running;
    },
  };
}

interface Position {
  readonly uidValidity: bigint;
  readonly uid: number;
}

class Mailbox {
  private readonly ending = new AbortController();
  private readonly url: URL;
  private imap: ImapFlow | undefined;

  constructor(private readonly options: MailboxOptions) {
    this.url = new URL(options.settings.imapUrl!);
  }

  stop(): void {
    this.ending.abort();
    this.imap?.close();
  }

  /** Until it is stopped; after a failure it waits, longer each time, and begins again. */
  async run(): Promise<void> {
    let wait = FIRST_WAIT_MS;
    while (!this.isEnding) {
      try {
        await this.whileHeld(() => this.session());
        wait = FIRST_WAIT_MS;
      } catch (error) {
        if (!this.isEnding) this.options.onError(error);
        await this.rest(wait);
        wait = Math.min(2 * wait, LONGEST_WAIT_MS);
      }
    }
  }

  private get isEnding(): boolean {
    return this.ending.signal.aborted;
  }

  private get lookMs(): number {
    return this.options.lookMs ?? LOOK_MS;
  }

  private get path(): string {
    return decodeURIComponent(this.url.pathname.slice(1)) || 'INBOX';
  }

  /** The mailbox by its address, without the password. */
  private get name(): string {
    return `${decodeURIComponent(this.url.username)}@${this.url.host}/${this.path}`;
  }

  private async rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.ending.signal }).catch(() => undefined);
  }

  private async whileHeld(work: () => Promise<void>): Promise<void> {
    const client = await this.options.pool.connect();
    let isLost = false;
    // When the connection breaks the hold is gone with it: whoever has it now goes on.
    const lose = () => {
      isLost = true;
      this.imap?.close();
    };
    client.on('error', lose);
    try {
      if (await this.takeHold(client)) await work();
      // Another copy has the mailbox; this one looks in now and then whether it still does.
      else await this.rest(this.lookMs);
    } finally {
      client.off('error', lose);
      client.release(isLost || (await letGo(client, this.name)));
    }
  }

  private async takeHold(client: PoolClient): Promise<boolean> {
    const { rows } = await client.query<{ held: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held',
      [this.name],
    );
    return rows[0]!.held;
  }

  private async session(): Promise<void> {
    const { protocol, hostname, port, username, password } = this.url;
    const secure = protocol === 'imaps:';
    const imap = new ImapFlow({
      host: hostname,
      port: Number(port) || (secure ? 993 : 143),
      secure,
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
      logger: false,
      maxIdleTime: 5 * 60_000,
    });
    this.imap = imap;
    const problem: { error?: Error } = {};
    imap.on('error', (error: Error) => (problem.error = error));
    try {
      await imap.connect();
      const lock = await imap.getMailboxLock(this.path);
      try {
        await this.watch(imap);
      } finally {
        lock.release();
      }
      if (imap.usable) await imap.logout();
      else if (!this.isEnding) throw new Error('The mail server ended the connection.');
    } catch (error) {
      throw problem.error ?? error;
    } finally {
      imap.close();
      this.imap = undefined;
    }
  }

  /** Fetches what is there, and again whenever the server says that something came. */
  private async watch(imap: ImapFlow): Promise<void> {
    let came = () => {};
    imap.on('exists', () => came());
    imap.on('close', () => came());
    while (!this.isEnding && imap.usable) {
      const next = new Promise<void>((resolve) => (came = resolve));
      await this.fetchNew(imap);
      if (!imap.usable) break;
      void imap.idle().catch(() => undefined);
      const looking = new AbortController();
      const look = pause(this.lookMs, undefined, { signal: looking.signal });
      // To stop closes the connection, which ends the wait too.
      await Promise.race([next, look.catch(() => undefined)]);
      looking.abort();
    }
  }

  private async fetchNew(imap: ImapFlow): Promise<void> {
    if (!imap.mailbox) return;
    const { uidValidity } = imap.mailbox;
    const known = await this.position();
    // The server numbers anew: all is looked at again, and what is kept already stays kept once.
    const last = known?.uidValidity === uidValidity ? known.uid : 0;
    const found = await imap.search({ uid: `${last + 1}:*` }, { uid: true });
    // Of an empty range a server answers with the last mail.
    const fresh = (found || []).filter((uid) => uid > last).sort((one, other) => one - other);
    for (const uid of fresh) {
      if (this.isEnding) return;
      await this.keep(imap, uid);
      await this.remember({ uidValidity, uid });
      await imap.messageFlagsAdd(`${uid}`, ['\\Seen'], { uid: true });
    }
  }

  private async keep(imap: ImapFlow, uid: number): Promise<void> {
    const mail = await imap.fetchOne(`${uid}`, { source: true, internalDate: true }, { uid: true });
    // Somebody removed it by hand in the meantime.
    if (!mail || !mail.source) return;
    const { pool, settings } = this.options;
    const envelope = await envelopeOfHeaders(pool, mail.source, settings);
    await receive(
      pool,
      mail.source,
      envelope,
      mail.internalDate ? new Date(mail.internalDate) : null,
    );
    wake(pool, 'inbound');
  }

  private async position(): Promise<Position | null> {
    const { rows } = await this.options.pool.query<{ uidValidity: string; uid: string }>(
      'SELECT uid_validity AS "uidValidity", uid FROM mailbox_position WHERE mailbox = $1',
      [this.name],
    );
    const [row] = rows;
    return row === undefined
      ? null
      : { uidValidity: BigInt(row.uidValidity), uid: Number(row.uid) };
  }

  private async remember({ uidValidity, uid }: Position): Promise<void> {
    await this.options.pool.query(
      `INSERT INTO mailbox_position (mailbox, uid_validity, uid) VALUES ($1, $2, $3)
       ON CONFLICT (mailbox) DO UPDATE SET uid_validity = $2, uid = $3, at = assent_now()`,
      [this.name, uidValidity.toString(), uid],
    );
  }
}

/** Answers whether the connection is of no more use. */
async function letGo(client: PoolClient, name: string): Promise<boolean> {
  try {
    await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]);
    return false;
  } catch {
    return true;
  }
}
