import type { Pool } from 'pg';
import type { Settings } from '#platform';
import { startDuty } from './duty.js';
import type { Duty } from './duty.js';
import { Sender } from './sender.js';
import type { SenderSettings } from './sender.js';
import { smtpTransport } from './transport.js';

export interface SendingOptions {
  readonly pool: Pool;
  readonly settings: SenderSettings & Pick<Settings, 'dkim'> & { readonly smtpUrl: string };
  readonly onError: (error: unknown) => void;
}

const ORDINARY_CONNECTIONS = 6;
/** Kept free for people who wait at the sign-in page, whatever else is in the queue. */
const URGENT_CONNECTIONS = 2;

/** Sends letters until it is stopped; any number of processes may do so at once. */
export function startSender(options: SendingOptions): Duty {
  const ordinary = startLines(options, ORDINARY_CONNECTIONS);
  const urgent = startLines(options, URGENT_CONNECTIONS, 0);
  return {
    async stop() {
      await Promise.all([ordinary.stop(), urgent.stop()]);
    },
  };
}

function startLines(options: SendingOptions, connections: number, uptoLane?: number): Duty {
  const { pool, settings, onError } = options;
  const transport = smtpTransport(settings.smtpUrl, settings.dkim, connections);
  const sender = new Sender({ pool, settings, transport, uptoLane });
  const duty = startDuty(() => sender.round(), {
    pool,
    channel: 'letters',
    lines: connections,
    onError,
  });
  return {
    async stop() {
      await duty.stop();
      transport.close();
    },
  };
}
