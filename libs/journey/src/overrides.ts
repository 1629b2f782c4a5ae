import type { JourneyEvent, OverrideScope } from './events.js';
import type { CaseFacts, Override } from './facts.js';
import type { JourneySnapshot } from './snapshot.js';

/** What an event is about, as far as an override can tell events of one type apart. */
type About = Pick<JourneyEvent, 'type'> & {
  readonly consent?: string;
  readonly document?: unknown;
  readonly task?: string;
  readonly purpose?: unknown;
};

/** Whether a granted override, not used yet, lets this event pass this rule. */
export function grantedFor(facts: CaseFacts, rule: string, event: About): boolean {
  return Object.values(facts.overrides ?? {}).some(
    (override) =>
      override.standing === 'granted' && override.rule === rule && isAbout(override, event),
  );
}

/** An override serves once: the event that it was granted for uses it, whatever it needed. */
export function withOverridesUsed(snapshot: JourneySnapshot, event: JourneyEvent): JourneySnapshot {
  const { context, value } = snapshot.case;
  const overrides = Object.entries(context.overrides ?? {});
  if (!overrides.some(([, one]) => one.standing === 'granted' && isAbout(one, event))) {
    return snapshot;
  }
  const next = overrides.map(([id, one]): [string, Override] => [
    id,
    one.standing === 'granted' && isAbout(one, event) ? { ...one, standing: 'used' } : one,
  ]);
  return {
    ...snapshot,
    case: { value, context: { ...context, overrides: Object.fromEntries(next) } },
  };
}

function isAbout(scope: OverrideScope, event: About): boolean {
  if (scope.event !== event.type) return false;
  const part = event.consent ?? event.task ?? partOfDocument(event);
  return (
    (scope.part === null || scope.part === part) &&
    (scope.purpose === null || scope.purpose === event.purpose)
  );
}

/** The consultation's own paper is called `document` too; there it names no part. */
const partOfDocument = ({ type, document }: About): unknown =>
  type.startsWith('document.') ? document : undefined;
