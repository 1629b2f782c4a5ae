/** What became of one attempt. An outage is not the letter's fault: others wait meanwhile. */
export type DeliveryOutcome =
  | { readonly kind: 'sent'; readonly answer: string }
  | { readonly kind: 'deferred'; readonly answer: string; readonly outage: boolean }
  | { readonly kind: 'failed'; readonly answer: string };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const FIRST_DELAYS_MS = [1, 5, 15, 60].map((minutes) => minutes * MINUTE_MS);
const LATER_DELAY_MS = 4 * HOUR_MS;
/** A person waits for these, and they are worth nothing ten minutes later. */
const URGENT_DELAYS_MS = [5, 10, 20, 30].map((seconds) => seconds * 1_000);

/** Servers under repair come back within three days, or somebody has to look (RFC 5321 4.5.4.1). */
export const GIVE_UP_AFTER_MS = 72 * HOUR_MS;
/** What cannot even be rendered is not cured by waiting, but a new release may bring the cure. */
export const MOST_RENDERINGS = 3;

/** How long until the next attempt; a little less than said, so that not all come back at once. */
export function delayMs(attempts: number, lane: number): number {
  const delays = lane === 0 ? URGENT_DELAYS_MS : FIRST_DELAYS_MS;
  const last = lane === 0 ? delays.at(-1)! : LATER_DELAY_MS;
  return Math.round((delays[attempts - 1] ?? last) * (1 - Math.random() / 10));
}

const SHUTTING_DOWN = 421;
const TOO_BIG = 552;

interface SmtpError extends Error {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/**
 * Only what a server says about this very message or its recipient is final; everything else may
 * pass. Refusing the sender is about us: all letters would fail for one wrong setting.
 */
export function outcomeOfError(error: unknown): DeliveryOutcome {
  const { code, command, responseCode, response, message } = error as SmtpError;
  const answer = (response ?? message ?? String(error)).slice(0, 500);
  const aboutMessage = code === 'EENVELOPE' || code === 'EMESSAGE';
  const aboutUs = command === 'MAIL FROM' && responseCode !== TOO_BIG;
  if (aboutMessage && !aboutUs && responseCode !== undefined && responseCode >= 500) {
    return { kind: 'failed', answer };
  }
  return { kind: 'deferred', answer, outage: responseCode === SHUTTING_DOWN || !aboutMessage };
}
