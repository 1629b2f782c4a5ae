import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerSession } from 'smtp-server';

export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
}

/** What the server does with the next mail to an address. */
export type Manners =
  | { readonly at: 'rcpt' | 'data' | 'mail'; readonly code: number }
  | { readonly at: 'data' | 'final-dot'; readonly drop: true };

/** A real mail server on a free loopback port that keeps what it takes, and can behave badly. */
export class MailServer {
  readonly taken: TakenMail[] = [];
  private readonly script = new Map<string, Manners[]>();
  private server: SMTPServer | undefined;
  private port = 0;

  static async open(): Promise<MailServer> {
    const server = new MailServer();
    await server.start();
    return server;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** Headers of what was taken, in order. */
  headers(name: string): string[] {
    const pattern = new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, 'im');
    return this.taken.map(({ raw }) => (pattern.exec(raw)?.[1] ?? '').replace(/\r\n[ \t]+/g, ' '));
  }

  /** The next mails to `address` (or from anybody, for 'mail') are treated so, one after another. */
  treat(address: string, ...manners: Manners[]): void {
    this.script.set(address, manners);
  }

  async start(): Promise<void> {
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 100,
      onMailFrom: (_, __, done) => done(this.refusal('*', 'mail')),
      onRcptTo: ({ address }, _, done) => done(this.refusal(address, 'rcpt')),
      onData: (stream, session, done) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const next = this.script.get(to[0]!)?.[0];
        if (next?.at === 'data' && 'drop' in next) return this.drop(to[0]!, session);
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const refusal = this.refusal(to[0]!, 'data');
          if (refusal) return done(refusal);
          const { mailFrom } = session.envelope;
          const raw = Buffer.concat(chunks).toString('latin1');
          this.taken.push({ from: mailFrom ? mailFrom.address : '', to, raw });
          if (next?.at === 'final-dot') this.drop(to[0]!, session);
          else done();
        });
      },
    });
    server.on('error', () => undefined);
    server.listen(this.port, '127.0.0.1');
    await once(server.server, 'listening');
    this.port = (server.server.address() as AddressInfo).port;
    this.server = server;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server!.close(() => resolve()));
  }

  private refusal(address: string, at: Manners['at']): Error | null {
    const next = this.script.get(address)?.[0];
    if (!next || next.at !== at || !('code' in next)) return null;
    this.script.get(address)!.shift();
    return Object.assign(new Error(`told to say ${next.code}`), { responseCode: next.code });
  }

  private drop(address: string, session: SMTPServerSession): void {
    this.script.get(address)!.shift();
    for (const connection of this.server!.connections) {
      const { id, _socket: socket } = connection as unknown as {
        id: string;
        _socket: { destroy(): void };
      };
      if (id === session.id) socket.destroy();
    }
  }
}
