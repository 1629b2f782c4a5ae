import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Pool } from 'pg';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerAddress, SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { Settings } from '#platform';
import type { Duty } from './duty.js';
import { receive } from './receive.js';
import type { Envelope } from './receive.js';
import { findRecipient } from './recipient.js';
import type { MailRecipient, RefusedRecipient } from './recipient.js';
import { wake } from './wake.js';

export interface IntakeOptions {
  readonly pool: Pool;
  readonly settings: Pick<Settings, 'smtpInHost' | 'smtpInPort' | 'mailDomain' | 'mailFrom'>;
  readonly onError: (error: unknown) => void;
}

export interface Intake extends Duty {
  readonly port: number;
}

const MEGABYTE = 1024 * 1024;
const LARGEST_MAIL = 25 * MEGABYTE;
/** Everything that is being received at one moment; beyond it senders are asked to come back. */
const LARGEST_TOTAL = 200 * MEGABYTE;
const MOST_CLIENTS = 200;
const MOST_RECIPIENTS = 100;
const IDLE_MS = 60_000;
const CLOSE_MS = 2_000;

const REFUSALS: Readonly<Record<RefusedRecipient, string>> = {
  'other-domain': '5.7.1 This server does not take mail for that domain',
  damaged: '5.1.1 This address was cut short or changed: copy it whole from the letter',
  unknown: '5.1.1 There is nobody with this address here',
};

/** Takes mail for the reply domain: says 250 only when it is safely kept, 451 when it cannot be. */
export async function startIntake(options: IntakeOptions): Promise<Intake> {
  const intake = new MailIntake(options);
  return intake.listen();
}

class MailIntake {
  /** What an address turned out to be, from its RCPT to the end of the message. */
  private readonly recipients = new WeakMap<SMTPServerAddress, MailRecipient>();
  private receiving = 0;

  constructor(private readonly options: IntakeOptions) {}

  async listen(): Promise<Intake> {
    const { smtpInHost, smtpInPort } = this.options.settings;
    const server = new SMTPServer({
      banner: 'Assent',
      size: LARGEST_MAIL,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      maxClients: MOST_CLIENTS,
      socketTimeout: IDLE_MS,
      closeTimeout: CLOSE_MS,
      onRcptTo: (address, session, done) => settle(this.recipient(address, session), done),
      onData: (stream, session, done) => settle(this.data(stream, session), done),
    });
    server.listen(smtpInPort ?? 0, smtpInHost);
    await Promise.race([once(server.server, 'listening'), failure(server)]);
    // A client that goes away in the middle is its own affair.
    server.on('error', () => undefined);
    return {
      port: (server.server.address() as AddressInfo).port,
      stop: () => new Promise((resolve) => server.close(() => resolve())),
    };
  }

  private async recipient(address: SMTPServerAddress, session: SMTPServerSession): Promise<void> {
    if (session.envelope.rcptTo.length >= MOST_RECIPIENTS) {
      throw new SmtpReply(452, '4.5.3 Too many recipients at once');
    }
    const { pool, settings } = this.options;
    const found = await this.orLater(() => findRecipient(pool, address.address, settings));
    if (typeof found === 'string') throw new SmtpReply(550, REFUSALS[found]);
    this.recipients.set(address, found);
  }

  private async data(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const raw = await this.wholeMessage(stream);
    await this.orLater(() => receive(this.options.pool, raw, this.envelopeOf(session)));
    wake(this.options.pool, 'inbound');
    return '2.0.0 Kept';
  }

  /** Reads to the end even what is refused, since only then may the answer be given. */
  private async wholeMessage(stream: SMTPServerDataStream): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    let isFull = false;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        isFull ||= size + chunk.length > LARGEST_MAIL;
        isFull ||= this.receiving + chunk.length > LARGEST_TOTAL;
        if (isFull) continue;
        chunks.push(chunk);
        size += chunk.length;
        this.receiving += chunk.length;
      }
    } finally {
      this.receiving -= size;
    }
    if (stream.sizeExceeded) {
      throw new SmtpReply(
        552,
        '5.3.4 A mail here may have 25 MB: send the files by the page instead',
      );
    }
    if (isFull) throw new SmtpReply(452, '4.3.1 Too much mail at this moment, try again soon');
    return Buffer.concat(chunks, size);
  }

  private envelopeOf(session: SMTPServerSession): Envelope {
    const { mailFrom, rcptTo } = session.envelope;
    const to = rcptTo.map((address) => this.recipients.get(address));
    return {
      from: mailFrom ? mailFrom.address : '',
      to: to.filter((recipient) => recipient !== undefined),
      remoteAddress: session.remoteAddress,
      helo: session.hostNameAppearsAs || null,
    };
  }

  /** Whatever breaks on our side is no reason to lose a mail: its sender keeps it and comes back. */
  private async orLater<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.options.onError(error);
      throw new SmtpReply(451, '4.3.0 This cannot be kept just now, try again soon');
    }
  }
}

class SmtpReply extends Error {
  constructor(
    readonly responseCode: number,
    message: string,
  ) {
    super(message);
  }
}

type Done = (error?: Error | null, message?: string) => void;

function settle(work: Promise<string | void>, done: Done): void {
  work.then(
    (message) => done(null, message ?? undefined),
    (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
  );
}

function failure(server: SMTPServer): Promise<never> {
  return new Promise((_, reject) => server.once('error', reject));
}
