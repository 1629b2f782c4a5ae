import type { Pool } from 'pg';
import { faultPoint } from '#platform';
import type { Settings } from '#platform';
import { claimLetters, releaseClaims, renewClaims } from './claim-letters.js';
import type { ClaimedLetter } from './claim-letters.js';
import { GIVE_UP_AFTER_MS, MOST_RENDERINGS, delayMs, outcomeOfError } from './delivery-outcome.js';
import type { DeliveryOutcome } from './delivery-outcome.js';
import { markLetter } from './mark-letter.js';
import { envelopeOf } from './letter-envelope.js';
import { maskKey } from './reply-key.js';
import { linkOf, renderLetter, stopLinkOf } from './render-letter.js';
import type { RenderedLetter } from './render-letter.js';
import { templateNamed } from './template.js';
import type { MailTransport, OutgoingMail } from './transport.js';

export type SenderSettings = Pick<Settings, 'mailFrom' | 'mailDomain' | 'secretKeys'> & {
  readonly publicBaseUrl: string;
};

export interface SenderOptions {
  readonly pool: Pool;
  readonly settings: SenderSettings;
  readonly transport: MailTransport;
  /** Takes only letters of this lane and of those before it. */
  readonly uptoLane?: number;
  readonly leaseMs?: number;
}

/** Taken at once by one line of the sender: few, so that an urgent letter never waits behind many. */
const BATCH = 10;
/** A worker that died gives its letters back after this. */
const LEASE_MS = 30_000;
const LAST_LANE = 9;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 20_000;

/** Sends what is due. Holds no connection to the database while it speaks to a mail server. */
export class Sender {
  private readonly leaseMs: number;
  private outages = 0;
  private pausedUntil = 0;

  constructor(private readonly options: SenderOptions) {
    this.leaseMs = options.leaseMs ?? LEASE_MS;
  }

  /** Takes some letters and sends them; answers whether there may be more. */
  async round(callHelp: () => void = () => undefined): Promise<boolean> {
    if (performance.now() < this.pausedUntil) return false;
    const letters = await claimLetters(this.options.pool, {
      most: BATCH,
      uptoLane: this.options.uptoLane ?? LAST_LANE,
      leaseMs: this.leaseMs,
      secretKeys: this.options.settings.secretKeys,
      mailDomain: this.options.settings.mailDomain,
    });
    if (letters.length === 0) return false;
    if (letters.length === BATCH) callHelp();
    faultPoint('sender.after-claim');
    const reached = await this.sendAll(letters);
    return reached && letters.length === BATCH;
  }

  /** Rounds until nothing is due, or the mail server cannot be reached. */
  async drain(): Promise<void> {
    while (await this.round());
  }

  private async sendAll(letters: readonly ClaimedLetter[]): Promise<boolean> {
    const lease = this.holdLease(letters);
    try {
      for (const [place, letter] of letters.entries()) {
        // A process that was frozen wakes up with letters that are no longer its own.
        if (lease.isOver()) return true;
        const outcome = await this.deliver(letter);
        if (outcome?.kind === 'deferred' && outcome.outage) {
          await releaseClaims(this.options.pool, letters.slice(place + 1));
          this.pause();
          return false;
        }
        if (outcome?.kind === 'sent') this.outages = 0;
      }
      return true;
    } finally {
      lease.end();
    }
  }

  private holdLease(letters: readonly ClaimedLetter[]): { isOver(): boolean; end(): void } {
    let until = performance.now() + this.leaseMs;
    const renewal = setInterval(() => {
      const asked = performance.now();
      renewClaims(this.options.pool, letters, this.leaseMs).then(
        (ours) => (until = ours ? asked + this.leaseMs : Number.NEGATIVE_INFINITY),
        () => undefined,
      );
    }, this.leaseMs / 3);
    return { isOver: () => performance.now() > until, end: () => clearInterval(renewal) };
  }

  private pause(): void {
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.outages, LONGEST_PAUSE_MS);
    this.outages += 1;
    this.pausedUntil = performance.now() + pauseMs;
  }

  private async deliver(letter: ClaimedLetter): Promise<DeliveryOutcome | null> {
    if (letter.expiresAt && letter.expiresAt <= letter.now) {
      await markLetter(this.options.pool, letter.id, 'expired', {}, { claim: letter.claim });
      return null;
    }
    const rendered = this.render(letter);
    if (rendered instanceof Error) return this.giveUpOrWait(letter, rendered.message);
    faultPoint('sender.before-data');
    const outcome = await this.send(letter, rendered);
    if (outcome.kind === 'sent') faultPoint('sender.after-accept');
    await this.mark(letter, outcome, rendered);
    faultPoint('sender.after-mark');
    return outcome;
  }

  private render(letter: ClaimedLetter): RenderedLetter | Error {
    const { publicBaseUrl } = this.options.settings;
    const link = linkOf(letter, letter.key, publicBaseUrl);
    const own = { toName: letter.toName, link, stopLink: stopLinkOf(letter.key, publicBaseUrl) };
    try {
      return renderLetter(letter.template, { ...letter.values, ...own });
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  private async send(letter: ClaimedLetter, rendered: RenderedLetter): Promise<DeliveryOutcome> {
    try {
      return {
        kind: 'sent',
        answer: await this.options.transport.send(this.address(letter, rendered)),
      };
    } catch (error) {
      return outcomeOfError(error);
    }
  }

  private address(letter: ClaimedLetter, rendered: RenderedLetter): OutgoingMail {
    const { publicBaseUrl } = this.options.settings;
    const { answersMail, mayStop } = templateNamed(letter.template);
    return {
      ...envelopeOf(letter, this.options.settings),
      to: { name: letter.toName, address: letter.toAddress },
      messageId: letter.messageId,
      inReplyTo: asMessageId(letter.values['inReplyTo']),
      stopLink: mayStop ? stopLinkOf(letter.key, publicBaseUrl) : null,
      template: letter.template,
      automatic: answersMail ? 'auto-replied' : 'auto-generated',
      date: letter.now,
      subject: rendered.subject,
      text: rendered.text,
      html: rendered.html,
    };
  }

  private async mark(
    letter: ClaimedLetter,
    outcome: DeliveryOutcome,
    rendered: RenderedLetter,
  ): Promise<void> {
    const detail = { answer: outcome.answer, attempt: letter.attempts };
    const { pool } = this.options;
    if (outcome.kind === 'sent') {
      const kept = { subject: rendered.subject, text: maskKey(rendered.kept, letter.key) };
      await markLetter(pool, letter.id, 'sent', detail, { claim: letter.claim, kept });
    } else if (outcome.kind === 'failed' || isTooOld(letter)) {
      await markLetter(pool, letter.id, 'failed', detail, { claim: letter.claim });
    } else {
      const retryAfterMs = delayMs(letter.attempts, letter.lane);
      await markLetter(pool, letter.id, 'deferred', detail, { claim: letter.claim, retryAfterMs });
    }
  }

  private async giveUpOrWait(letter: ClaimedLetter, why: string): Promise<null> {
    const detail = { answer: why, attempt: letter.attempts };
    const isPoison = letter.attempts >= MOST_RENDERINGS;
    await markLetter(this.options.pool, letter.id, isPoison ? 'failed' : 'deferred', detail, {
      claim: letter.claim,
      retryAfterMs: delayMs(letter.attempts, letter.lane),
    });
    return null;
  }
}

function isTooOld({ now, queuedAt }: ClaimedLetter): boolean {
  return now.getTime() - queuedAt.getTime() >= GIVE_UP_AFTER_MS;
}

/** Taken from somebody's mail: only what cannot be more than one header. */
function asMessageId(text: string | null | undefined): string | null {
  return text && /^<[^<>\s]{1,250}>$/.test(text) ? text : null;
}
