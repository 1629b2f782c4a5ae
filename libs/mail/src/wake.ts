import { Client } from 'pg';
import type { Pool } from 'pg';

export type Channel = 'letters' | 'inbound';

/** Enough to gather what one busy moment writes, too short for anybody to notice. */
const GATHER_MS = 15;
const RECONNECT_MS = 2_000;

const waking = new WeakMap<Pool, Set<Channel>>();

/** Tells the workers of all processes, after a commit, that there is work; many calls make one. */
export function wake(pool: Pool, channel: Channel): void {
  const pending = waking.get(pool) ?? new Set<Channel>();
  waking.set(pool, pending);
  if (pending.has(channel)) return;
  pending.add(channel);
  setTimeout(() => {
    pending.delete(channel);
    // A lost wake costs seconds: the workers look by themselves.
    pool.query(`NOTIFY ${channel}`).catch(() => undefined);
  }, GATHER_MS).unref();
}

/** Wakes the senders: call it after the commit of a transaction that wrote letters. */
export function wakeSender(pool: Pool): void {
  wake(pool, 'letters');
}

/** Calls `onWake` at every wake, on a connection of its own that is made again when it breaks. */
export class Listener {
  private client: Client | undefined;
  private again: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly pool: Pool,
    private readonly channel: Channel,
    private readonly onWake: () => void,
  ) {
    void this.connect();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.again);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new Client(this.pool.options);
    this.client = client;
    client.on('error', () => this.reconnect(client));
    client.on('end', () => this.reconnect(client));
    client.on('notification', () => this.onWake());
    try {
      await client.connect();
      await client.query(`LISTEN ${this.channel}`);
      this.onWake();
    } catch {
      this.reconnect(client);
    }
  }

  private reconnect(client: Client): void {
    if (this.stopped || this.client !== client) return;
    this.client = undefined;
    client.end().catch(() => undefined);
    this.again = setTimeout(() => void this.connect(), RECONNECT_MS);
    this.again.unref();
  }
}
