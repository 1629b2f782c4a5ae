import { pino, stdSerializers } from 'pino';
import type { Logger } from 'pino';

export type Log = Logger;

/** Enough for some thousand lines; a reader that stops reading must not stop the service. */
const BUFFER_BYTES = 4 * 1024 * 1024;

const SECRETS = ['password', 'token', 'secret', 'cookie', 'authorization', 'email', 'to'];

/** One JSON object a line on standard error; names of people, addresses and secrets stay out. */
export function openLog(name: string, level = process.env['LOG_LEVEL'] ?? 'info'): Log {
  const sink = pino.destination({ dest: 2, sync: false, maxLength: BUFFER_BYTES });
  const log = pino(
    {
      name,
      level,
      base: { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      redact: { paths: SECRETS.flatMap((key) => [key, `*.${key}`]), censor: '[kept out]' },
    },
    sink,
  );
  process.once('exit', () => flush(sink));
  return log;
}

/** `j***@example.org`: enough to find the person, not enough to be the address. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 1 ? '***' : `${address[0]}***${address.slice(at)}`;
}

/** Postgres puts the row's values into `detail`, which are people's; they stay out. */
function describeError(error: Error): object {
  const { type, message, stack, code, constraint, table } = stdSerializers.err(error) as Record<
    string,
    unknown
  >;
  return { type, message, stack, code, constraint, table };
}

function flush(sink: ReturnType<typeof pino.destination>): void {
  try {
    sink.flushSync();
  } catch {
    // Not yet open, or its reader is gone: there is nowhere left to say so.
  }
}
