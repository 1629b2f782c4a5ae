import { connect } from 'node:net';

export interface RawAnswer {
  /** Of the first answer; null: the server closed without one. */
  readonly status: number | null;
  /** How many answers came on the connection. */
  readonly answers: number;
  readonly text: string;
}

const PATIENCE_MS = 10_000;

/** Sends these very bytes and answers what came back until the server closed; fails when it hangs. */
export function sendRaw(url: string, bytes: string): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.setTimeout(PATIENCE_MS, () => {
      socket.destroy();
      reject(new Error(`The server neither answered nor closed: ${bytes.slice(0, 60)}`));
    });
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    // A server that closes while we still write is an answer, too.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)];
      const status = statuses[0] === undefined ? null : Number(statuses[0][1]);
      resolve({ status, answers: statuses.length, text });
    });
    socket.write(bytes, 'latin1');
  });
}
