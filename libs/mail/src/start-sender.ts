import type { Pool } from 'pg';
import type { Settings } from '#platform';
import { startDuty } from './duty.js';
import type { Duty } from './duty.js';
import { expandMailings } from './mailing.js';
import type { Recipients } from './mailing.js';
import { Sender } from './sender.js';
import type { SenderSettings } from './sender.js';
import { smtpTransport } from './transport.js';

export interface SendingOptions {
  readonly pool: Pool;
  readonly settings: SenderSettings & Pick<Settings, 'dkim'> & { readonly smtpUrl: string };
  /** Who is in a mailing's audience; with it, mailings are expanded too. */
  readonly recipients?: Recipients;
  readonly onError: (error: unknown) => void;
}

const ORDINARY_CONNECTIONS = 6;
/** Kept free for people who wait at the sign-in page, whatever else is in the queue. */
const URGENT_CONNECTIONS = 2;

/** Expands mailings and sends letters until it is stopped; any number of processes may do so. */
export function startSender(options: SendingOptions): Duty {
  const duties = [
    startLines(options, ORDINARY_CONNECTIONS),
    startLines(options, URGENT_CONNECTIONS, 0),
    ...(options.recipients ? [startExpanding(options, options.recipients)] : []),
  ];
  return {
    async stop() {
      await Promise.all(duties.map((duty) => duty.stop()));
    },
  };
}

function startExpanding({ pool, onError }: SendingOptions, recipients: Recipients): Duty {
  const expand = async (): Promise<boolean> => {
    await expandMailings(pool, recipients);
    return false;
  };
  return startDuty(expand, { pool, channel: 'letters', lines: 1, onError });
}

function startLines(options: SendingOptions, connections: number, uptoLane?: number): Duty {
  const { pool, settings, onError } = options;
  const transport = smtpTransport(settings.smtpUrl, settings.dkim, connections);
  const sender = new Sender({ pool, settings, transport, uptoLane });
  const duty = startDuty((callHelp) => sender.round(callHelp), {
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
