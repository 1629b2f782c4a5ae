import { live, stageOf } from '#journey';
import type { JourneySnapshot, LiveValue, Stage } from '#journey';

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
  const dueOn = nextDay(snapshot, regions);
  return {
    stage: stageOf(snapshot),
    waitingFor: waitingFor(snapshot),
    dueOn: dueOn?.slice(0, 10) ?? null,
    ended: false,
  };
}

/** The close of a consultation, the end of a hold where it is known, or else the opening. */
function nextDay({ case: { context } }: JourneySnapshot, regions: LiveValue): string | undefined {
  const { consultation, held, opening } = context;
  if (regions.consultation === 'open') return consultation?.closesAt;
  const until = regions.course === 'held' ? held?.until : null;
  return until ?? opening?.opens;
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
