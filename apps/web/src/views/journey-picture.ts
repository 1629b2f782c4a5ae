import { content, fill } from '#platform';
import type { Words } from '#platform';
import type { CaseBody } from '#cases';
import { live } from '#journey';
import type { JourneySnapshot, Task } from '#journey';
import { bodyName, capital, documentName, wordsOfCondition, wordsOfTask } from './journey-words.js';
import {
  clearedFirst,
  consentTrack,
  documentTrack,
  phases,
  stateOf,
  tracks,
} from './journey-tracks.js';
import type { Track } from './journey-tracks.js';

/** What of a case is drawn; its tasks say what each gate still lacks. */
export interface Standing {
  readonly snapshot: JourneySnapshot;
  readonly bodies: readonly CaseBody[];
  readonly tasks: readonly Task[];
}

/** “You are here”: what goes on side by side up to each gate, and the same facts as rows. */
export interface JourneyPicture {
  readonly title: string;
  readonly lead: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly whole: readonly Lane[];
  readonly phases: readonly Phase[];
  readonly rows: readonly PictureRow[];
}

export interface Phase {
  readonly title: string;
  readonly lanes: readonly Lane[];
  readonly gate: Gate;
}

/** One region, consent or document: where it stands of how many steps, in words and as marks. */
export interface Lane {
  readonly track: string;
  readonly state: string;
  readonly progress: Progress;
  readonly step: string;
  readonly marks: readonly Mark[];
}

/** A gate: passed, open, or shut with what it lacks; `warns` does not shut it. */
export interface Gate {
  readonly title: string;
  readonly standing: 'passed' | 'open' | 'shut';
  readonly words: string;
  readonly lacks: readonly string[];
  readonly warns: readonly string[];
}

export interface PictureRow {
  readonly track: string;
  readonly state: string;
  readonly step: readonly string[];
}

export type Progress = 'not-begun' | 'under-way' | 'done' | 'not-needed' | 'stopped';
export type Mark = 'done' | 'here' | 'stopped' | 'to-come';

interface PictureWords {
  readonly tracks: Readonly<
    Record<string, { readonly title: string; readonly states: Readonly<Record<string, string>> }>
  >;
  readonly consentStates: Readonly<Record<string, string>>;
  readonly documentStates: Readonly<Record<string, string>>;
  readonly picture: {
    readonly title: string;
    readonly lead: string;
    readonly table: string;
    readonly columns: readonly string[];
    readonly step: string;
    readonly signatures: string;
    readonly warning: string;
    readonly standings: Readonly<Record<Progress, string>>;
    readonly phases: Readonly<Record<string, string>>;
    readonly gates: Readonly<Record<string, string>>;
    readonly gateStandings: Readonly<Record<Gate['standing'], Words>>;
  };
}

const wordsOfPicture = () => content<PictureWords>('journey/parts');

/** Draws where a case stands, without colour alone and without a script; null once it has ended. */
export function journeyPicture(standing: Standing): JourneyPicture | null {
  if (live(standing.snapshot) === null) return null;
  const { title, lead, table, columns } = wordsOfPicture().picture;
  const whole = ['course', 'group'].map((name) => laneOfRegion(standing, name));
  const drawn = phases.map((phase): Phase => {
    const gate = gateOf(standing, phase.gates);
    const lanes = phase.parts.flatMap((part) => lanesOf(standing, part));
    return { title: wordsOfPicture().picture.phases[gate.task]!, lanes, gate };
  });
  const rows = [
    ...whole.map(rowOfLane),
    ...drawn.flatMap(({ lanes, gate }) => [...lanes.map(rowOfLane), rowOfGate(gate)]),
  ];
  return { title, lead, table, columns, whole, phases: drawn, rows };
}

function lanesOf(standing: Standing, part: string): readonly Lane[] {
  const { consents, documents } = standing.snapshot;
  const owed = Object.keys(documents);
  switch (part) {
    case 'consents':
      return Object.keys(consents).map((id) => laneOfConsent(standing, id));
    case 'cleared-documents':
      return owed
        .filter((id) => clearedFirst.includes(id))
        .map((id) => laneOfDocument(standing, id));
    case 'signed-documents':
      return owed
        .filter((id) => !clearedFirst.includes(id))
        .map((id) => laneOfDocument(standing, id));
    default:
      return [laneOfRegion(standing, part)];
  }
}

function laneOfRegion({ snapshot }: Standing, name: string): Lane {
  const { title, states } = wordsOfPicture().tracks[name]!;
  const state = stateOf(live(snapshot)!, name);
  return lane(title, state, states[state] ?? state, tracks[name]!);
}

function laneOfConsent({ snapshot, bodies }: Standing, id: string): Lane {
  const { value } = snapshot.consents[id]!;
  const state = wordsOfPicture().consentStates[value]!;
  return lane(capital(bodyName(id, bodies)), value, state, consentTrack);
}

function laneOfDocument({ snapshot }: Standing, id: string): Lane {
  const { value, context } = snapshot.documents[id]!;
  const words = wordsOfPicture();
  const state = words.documentStates[value]!;
  const of = context.parties.length;
  const signed = context.signedBy.length;
  const isHalfSigned = value === 'cleared' && signed > 0;
  const said = isHalfSigned ? fill(words.picture.signatures, { state, signed, of }) : state;
  return lane(documentName(id), value, said, documentTrack(of));
}

/** A lane depends on nothing but its words; cases stand in few ways, and each is drawn often. */
function lane(track: string, value: string, state: string, along: Track): Lane {
  const key = [track, value, state, along.steps.length].join('\n');
  const known = lanes.get(key) ?? drawnLane(track, value, state, along);
  if (lanes.size >= MOST_LANES) lanes.clear();
  lanes.set(key, known);
  return known;
}

const lanes = new Map<string, Lane>();
const MOST_LANES = 5_000;

function drawnLane(track: string, value: string, state: string, { steps, beside }: Track): Lane {
  const aside = beside?.[value];
  const at = aside?.at ?? steps.indexOf(value);
  const of = steps.length;
  const progress = aside?.stops === true ? 'stopped' : progressAt(at, of);
  const { standings, step } = wordsOfPicture().picture;
  const standing = standings[progress];
  return {
    track,
    state,
    progress,
    step: at === -1 || of === 1 ? standing : fill(step, { standing, step: at + 1, of }),
    marks: at === -1 || of === 1 ? [] : steps.map((_, index) => markAt(index, at, progress)),
  };
}

function progressAt(at: number, of: number): Progress {
  if (at === -1) return 'not-needed';
  if (of === 1) return 'under-way';
  if (at === 0) return 'not-begun';
  return at === of - 1 ? 'done' : 'under-way';
}

function markAt(step: number, at: number, progress: Progress): Mark {
  if (step > at) return 'to-come';
  if (step < at || progress === 'done') return 'done';
  return progress === 'stopped' ? 'stopped' : 'here';
}

/** The gate of the case’s route: on the sponsored one the order stands for the application. */
function gateOf(standing: Standing, gates: readonly string[]): Gate & { readonly task: string } {
  const isOrdered = standing.snapshot.case.context.route === 'sponsored';
  const id = isOrdered ? gates.at(-1)! : gates[0]!;
  const task = standing.tasks.find((one) => one.id === id)!;
  const words = wordsOfPicture().picture;
  const said = (effect: 'block' | 'warn') =>
    task.unmet
      .filter((condition) => condition.effect === effect)
      .map((condition) => wordsOfCondition(condition, standing.bodies));
  const notYet = task.status === 'later' ? [wordsOfTask(task, standing.bodies).later] : [];
  const lacks = [...notYet, ...said('block')];
  const state = task.status === 'done' ? 'passed' : lacks.length > 0 ? 'shut' : 'open';
  return {
    task: id,
    title: words.gates[id]!,
    standing: state,
    words: fill(words.gateStandings[state], { count: lacks.length }),
    lacks,
    warns: said('warn').map((text) => fill(words.warning, { text })),
  };
}

const rowOfLane = ({ track, state, step }: Lane): PictureRow => ({ track, state, step: [step] });

const rowOfGate = ({ title, words, lacks, warns }: Gate): PictureRow => ({
  track: title,
  state: words,
  step: [...lacks, ...warns],
});
