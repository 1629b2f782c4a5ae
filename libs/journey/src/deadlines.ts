import type { JourneyEvent } from './events.js';
import type { ConsentFacts } from './facts.js';
import type { JourneySnapshot } from './snapshot.js';

/** Something that the clock will do to a case; the door writes it down as a row with a due time. */
export interface Deadline {
  readonly type: 'set-deadline';
  readonly kind: DeadlineKind;
  /** The consent that it is about, or '' where it is about the case. */
  readonly subject: string;
  readonly at: string;
}

export type DeadlineKind =
  | 'close-consultation'
  | 'remind-consultees'
  | 'remind-body'
  | 'lapse-consent'
  | 'refuse-by-silence';

const A_DAY_MS = 86_400_000;

/** Those who have not answered are reminded once, a week before the closing. */
const REMIND_BEFORE_CLOSING_DAYS = 7;

/** A body that was asked is reminded after two, four and six weeks; silence is never consent. */
const REMIND_BODY_DAYS = [14, 28, 42];

/** The deadlines that an event sets; each replaces the earlier ones of its kind and subject. */
export function deadlinesOf(event: JourneyEvent, snapshot: JourneySnapshot): readonly Deadline[] {
  switch (event.type) {
    case 'consultation.launched':
    case 'consultation.extended':
    case 'consultation.reopened':
      return [
        deadline('close-consultation', '', event.closesAt),
        deadline('remind-consultees', '', later(event.closesAt, -REMIND_BEFORE_CLOSING_DAYS)),
      ];
    case 'consent.requested':
    case 'consent.more-given':
      return [
        ...REMIND_BODY_DAYS.map((days) =>
          deadline('remind-body', event.consent, later(event.on, days)),
        ),
        ...silenceOf(event.consent, snapshot),
      ];
    case 'consent.policy-applied': {
      const { value = '' } = snapshot.consents[event.consent] ?? {};
      return ['requested', 'acknowledged'].includes(value)
        ? silenceOf(event.consent, snapshot)
        : [];
    }
    case 'consent.decided':
      return event.decision === 'granted' && event.lapsesAt !== undefined
        ? [deadline('lapse-consent', event.consent, event.lapsesAt)]
        : [];
    default:
      return [];
  }
}

function silenceOf(consent: string, { consents }: JourneySnapshot): readonly Deadline[] {
  const part = consents[consent];
  const at = part === undefined ? null : silentUntil(part.context);
  return at === null ? [] : [deadline('refuse-by-silence', consent, at)];
}

/** The instant at which silence refuses a request; null where the body's policy says no such thing. */
export function silentUntil({ policy, requestedOn }: ConsentFacts): string | null {
  const days = policy?.silenceRefusesAfterDays;
  return typeof days === 'number' && requestedOn !== undefined ? later(requestedOn, days) : null;
}

const deadline = (kind: DeadlineKind, subject: string, at: string): Deadline => ({
  type: 'set-deadline',
  kind,
  subject,
  at,
});

const later = (instant: string, days: number): string =>
  new Date(Date.parse(instant) + days * A_DAY_MS).toISOString();
