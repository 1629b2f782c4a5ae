// The other end of mail benchmarks, in a thread of its own: a sink that takes everything, and a
// client that sends over connections it keeps open.
import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import { SMTPServer } from 'smtp-server';

export interface Shot {
  readonly port: number;
  readonly connections: number;
  readonly to: readonly string[];
  readonly messages: readonly string[];
}

type Question = { readonly sink: true } | { readonly shot: Shot };

export class SmtpPeer {
  private readonly worker = new Worker(new URL(import.meta.url));

  /** Opens the sink; answers its port. */
  async sink(): Promise<number> {
    return this.ask({ sink: true });
  }

  /** Sends all messages; answers how long it took in seconds. */
  async shoot(shot: Shot): Promise<number> {
    return this.ask({ shot });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private async ask(question: Question): Promise<number> {
    this.worker.postMessage(question);
    const [answer] = (await once(this.worker, 'message')) as [number];
    return answer;
  }
}

async function openSink(): Promise<number> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, _, done) => {
      stream.on('end', () => done());
      stream.resume();
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return (server.server.address() as AddressInfo).port;
}

async function shoot({ port, connections, to, messages }: Shot): Promise<number> {
  const lines = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const started = performance.now();
  let next = 0;
  await Promise.all(
    lines.map(async (line) => {
      while (next < messages.length) {
        const at = next++;
        await line.send(to[at % to.length]!, messages[at]!);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  for (const line of lines) line.close();
  return seconds;
}

async function open(port: number) {
  const socket = connect(port, '127.0.0.1');
  const answer = answers(socket);
  await answer();
  const say = async (text: string): Promise<string> => {
    socket.write(text);
    return answer();
  };
  await say('EHLO bench.example.org\r\n');
  return {
    async send(to: string, message: string): Promise<void> {
      await say('MAIL FROM:<ann@example.org>\r\n');
      await say(`RCPT TO:<${to}>\r\n`);
      await say('DATA\r\n');
      const said = await say(`${message}\r\n.\r\n`);
      if (!said.startsWith('250')) throw new Error(said);
    },
    close: () => socket.end('QUIT\r\n'),
  };
}

/** Whole answers, of one line or many, in order. */
function answers(socket: Socket): () => Promise<string> {
  let text = '';
  let wake: () => void = () => undefined;
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    wake();
  });
  socket.on('error', () => undefined);
  return async () => {
    for (;;) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(text)?.[0];
      if (whole) {
        text = text.slice(whole.length);
        return whole;
      }
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
}

if (!isMainThread) {
  parentPort!.on('message', (question: Question) => {
    const work = 'sink' in question ? openSink() : shoot(question.shot);
    void work.then((answer) => parentPort!.postMessage(answer));
  });
}
