import { live, stageOf } from '#journey';
import type { JourneySnapshot, Stage } from '#journey';

/** What lists show of a case: its stage, whose move it is, and the day that matters next. */
export interface Standing {
  readonly stage: Stage;
  readonly waitingFor: string | null;
  readonly dueOn: string | null;
  readonly ended: boolean;
}

export function standingOf(snapshot: JourneySnapshot): Standing {
  const regions = live(snapshot);
  if (regions === null) {
    return { stage: stageOf(snapshot), waitingFor: null, dueOn: null, ended: true };
  }
  const { consultation, opening } = snapshot.case.context;
  const dueOn =
    regions.consultation === 'open' ? (consultation?.closesAt ?? null) : (opening?.opens ?? null);
  return {
    stage: stageOf(snapshot),
    waitingFor: waitingFor(snapshot),
    dueOn: dueOn?.slice(0, 10) ?? null,
    ended: false,
  };
}

/** A body that was asked, the consultees, the Department, or else the clerk. */
function waitingFor(snapshot: JourneySnapshot): string {
  const asked = Object.entries(snapshot.consents).find(([, part]) =>
    ['requested', 'acknowledged'].includes(part.value),
  );
  if (asked !== undefined) return `consent:${asked[0]}`;
  const regions = live(snapshot);
  if (regions?.consultation === 'open') return 'consultees';
  return regions?.dfe === 'applied' ? 'dfe' : 'clerk';
}
