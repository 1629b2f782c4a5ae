import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';

export const DOVECOT = '/usr/sbin/dovecot';
/** Whose mailbox it is; Dovecot lets nobody read mail as root. */
const NOBODY = 65_534;
const PATIENCE_MS = 10_000;

/** A real IMAP server on a free loopback port, with one mailbox in a folder of its own. */
export class Dovecot {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(): Promise<Dovecot> {
    const folder = await mkdtemp(join(tmpdir(), 'assent-imap-'));
    await chmod(folder, 0o755);
    const server = new Dovecot(folder, await freePort());
    await server.makeMailbox();
    await writeFile(join(folder, 'dovecot.conf'), server.configuration());
    await server.run();
    return server;
  }

  get url(): string {
    return `imap://answers:secret@127.0.0.1:${this.port}/INBOX`;
  }

  /** Puts a mail into the mailbox, as a mail server that received it then. */
  async deliver(raw: string, { isSeen = false, at = new Date() } = {}): Promise<void> {
    await this.asOwner((imap) =>
      imap.append('INBOX', Buffer.from(raw), isSeen ? ['\\Seen'] : [], at),
    );
  }

  /** Of each mail, whether it is marked as seen. */
  async seen(): Promise<readonly boolean[]> {
    return this.asOwner(async (imap) => {
      const found: boolean[] = [];
      const lock = await imap.getMailboxLock('INBOX', { readOnly: true });
      for await (const { flags } of imap.fetch('1:*', { flags: true })) {
        found.push(flags!.has('\\Seen'));
      }
      lock.release();
      return found;
    });
  }

  /** As a mailbox that was restored: the same mails, numbered anew. */
  async numberAnew(raws: readonly string[]): Promise<void> {
    await this.end();
    await rm(join(this.folder, 'mail'), { recursive: true });
    await this.makeMailbox();
    // The number is made of the second in which the mailbox was made.
    await pause(1_100);
    await this.run();
    for (const raw of raws) await this.deliver(raw);
  }

  async end(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    // All of it: whoever serves a session outlives the master.
    process.kill(-child.pid!, 'SIGKILL');
    await ended;
  }

  async run(): Promise<void> {
    await rm(join(this.folder, 'run'), { recursive: true, force: true });
    const child = spawn(DOVECOT, ['-F', '-c', join(this.folder, 'dovecot.conf')], {
      stdio: 'ignore',
      detached: true,
    });
    this.child = child;
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      const isUp = await this.asOwner(async () => true).catch(() => false);
      if (isUp) return;
      await pause(50);
    }
    const log = await readFile(join(this.folder, 'log'), 'utf8').catch(() => 'no log');
    throw new Error(`Dovecot does not start: ${log}`);
  }

  async close(): Promise<void> {
    await this.end();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async makeMailbox(): Promise<void> {
    const mail = join(this.folder, 'mail');
    await mkdir(mail);
    await chown(mail, NOBODY, NOBODY);
  }

  private async asOwner<T>(work: (imap: ImapFlow) => Promise<T>): Promise<T> {
    const imap = new ImapFlow({
      host: '127.0.0.1',
      port: this.port,
      secure: false,
      auth: { user: 'answers', pass: 'secret' },
      logger: false,
    });
    imap.on('error', () => undefined);
    await imap.connect();
    try {
      return await work(imap);
    } finally {
      await imap.logout().catch(() => undefined);
    }
  }

  private configuration(): string {
    const at = (name: string) => join(this.folder, name);
    return `
protocols = imap
listen = 127.0.0.1
base_dir = ${at('run')}
state_dir = ${at('state')}
log_path = ${at('log')}
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:${at('mail')}
service imap-login {
  inet_listener imap {
    port = ${this.port}
  }
  inet_listener imaps {
    port = 0
  }
}
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${NOBODY} gid=${NOBODY} home=${at('mail')}
}
`;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
