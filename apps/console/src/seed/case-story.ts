import { newId } from '#platform';
import { live } from '#journey';
import { between, pick, weighted } from './random.js';
import type { SeedCase } from './seed-case.js';

/** Where the story of a case ends for now, each about as often as there are such cases. */
const STAGES = {
  exploring: 8,
  deciding: 20,
  consulting: 12,
  applied: 10,
  preparing: 22,
  agreed: 6,
  converted: 14,
  withdrawn: 5,
  declined: 2,
} as const;
type SeedStage = keyof typeof STAGES;

const A_DAY_MS = 86_400_000;
const CONSULTATION_DAYS = 42;
/** How long ago a case of each stage may have begun, at most and at least, in days. */
const AGE_DAYS: Readonly<Record<'early' | 'consulting' | 'late', readonly [number, number]>> = {
  early: [60, 300],
  consulting: [75, 90],
  late: [420, 900],
};

/** Tells one lawful story until the case has so many entries; its last step comes at the end. */
export function tellStory(tale: SeedCase, entries: number): void {
  const { random } = tale;
  const stage = weighted(random, STAGES);
  const steps = storyTo(stage, tale);
  const last = steps.pop()!;
  for (const step of steps) step();
  while (tale.entries < entries - LAST_STEP_ENTRIES) addSomething(tale, entries);
  last();
  while (tale.entries < entries) tale.file('correspondence');
}

/** A document, a vote on the board’s stream, a window’s entry, and the move. */
const LAST_STEP_ENTRIES = 4;

type Step = () => void;

function storyTo(stage: SeedStage, tale: SeedCase): Step[] {
  const reached = (least: SeedStage, steps: readonly Step[]) =>
    ORDER.indexOf(least) <= ORDER.indexOf(chapterOf[stage]) ? steps : [];
  return [
    () => begin(stage, tale),
    ...reached('exploring', exploring(tale)),
    ...reached('deciding', deciding(tale)),
    ...reached('consulting', [() => launch(tale, stage === 'consulting')]),
    ...reached('applied', applying(tale)),
    ...reached('preparing', preparing(tale)),
    ...reached('agreed', agreeing(tale)),
    ...reached('converted', opening(tale)),
    ...(endings[stage]?.(tale) ?? []),
  ];
}

const ORDER: readonly SeedStage[] = [
  ...([
    'exploring',
    'deciding',
    'consulting',
    'applied',
    'preparing',
    'agreed',
    'converted',
  ] as const),
];
/** How far a case goes before it ends otherwise. */
const chapterOf: Readonly<Record<SeedStage, SeedStage>> = {
  exploring: 'exploring',
  deciding: 'deciding',
  consulting: 'consulting',
  applied: 'applied',
  preparing: 'preparing',
  agreed: 'agreed',
  converted: 'converted',
  withdrawn: 'deciding',
  declined: 'applied',
};

const endings: Partial<Record<SeedStage, (tale: SeedCase) => Step[]>> = {
  withdrawn: (tale) => [() => tale.send('case.withdrawn')],
  declined: (tale) => [
    () =>
      tale.send('dfe.decided', {
        outcome: 'declined',
        decidedBy: 'RegionalDirectorForRegion',
        reasons: ['Finance'],
        detailed: true,
      }),
  ],
};

function begin(stage: SeedStage, tale: SeedCase): void {
  const isEarly = ['exploring', 'deciding', 'withdrawn'].includes(stage);
  const age = stage === 'consulting' ? 'consulting' : isEarly ? 'early' : 'late';
  tale.open(between(tale.random, ...AGE_DAYS[age]));
}

const exploring = (tale: SeedCase): Step[] => [
  () => tale.send('options.presented'),
  () => tale.chooseTrust(),
];

const deciding = (tale: SeedCase): Step[] => [
  () => {
    if (live(tale.snapshot)!.foundation === 'notConsulted') tale.send('foundation.consulted');
  },
  () => {
    for (const consent of Object.keys(tale.snapshot.consents)) tale.agreeConsent(consent);
  },
  () => tale.send('diligence.reported', { of: 'trust' }),
  () => tale.send('diligence.reported', { of: 'school' }),
  () => tale.send('equality.assessed'),
  () => tale.vote('apply'),
  () => tale.send('trust.consented'),
];

function launch(tale: SeedCase, isOpen: boolean): void {
  if (isOpen) tale.waitUntil(tale.endsAt - between(tale.random, 3, 25) * A_DAY_MS);
  tale.launchConsultation(CONSULTATION_DAYS);
}

const applying = (tale: SeedCase): Step[] => [
  () => tale.closeConsultation(),
  () => tale.send('consultation.reported'),
  () => tale.send('application.submitted', { reference: `A2B_${Math.floor(tale.random() * 1e6)}` }),
];

const preparing = (tale: SeedCase): Step[] => [
  () => tale.send('dfe.decided', { outcome: 'approved', decidedBy: 'RegionalDirectorForRegion' }),
  () => tale.send('order.made'),
  () => tale.vote('final'),
  () => tale.send('tupe.measures-received'),
  () => tale.send('tupe.representatives-named', { representatives: ['union'] }),
  () => tale.send('tupe.informed', { representatives: ['union'] }),
];

const agreeing = (tale: SeedCase): Step[] => [
  () => {
    for (const document of Object.keys(tale.snapshot.documents)) finishDocument(tale, document);
  },
  () => tale.send('funding-agreement.signed'),
];

function finishDocument(tale: SeedCase, document: string): void {
  tale.send('document.received', { document });
  tale.send('document.cleared', { document });
  for (const party of tale.snapshot.documents[document]!.context.parties)
    tale.send('document.signed', { document, party });
}

const opening = (tale: SeedCase): Step[] => [
  () => tale.send('tupe.completed'),
  () => tale.setOpeningDate(40),
  () => tale.send('academy.named', { name: 'Seed Academy' }),
  () => tale.send('insurance.confirmed'),
  () =>
    tale.send('instruments.settled', {
      documents: Object.entries(tale.snapshot.documents).map(([id, { context }]) => ({
        id,
        parties: context.parties,
      })),
    }),
  () => tale.send('conditions.met', { outstanding: [] }),
  () => {
    const opens = tale.snapshot.case.context.opening!.opens;
    tale.waitUntil(Date.parse(opens) + 10 * 3_600_000);
    tale.send('school.opened', { urn: '199999' });
  },
];

/** What goes on in a case between its steps; none of it changes what the last step needs. */
function addSomething(tale: SeedCase, entries: number): void {
  tale.hurry(entries);
  const what = tale.random();
  const isReady = live(tale.snapshot)!.opening.date === 'ready';
  if (what < 0.25 && !isReady) return tale.setOpeningDate(120);
  if (what < 0.4) return tale.send('academy.named', { name: `Academy ${newId().slice(-4)}` });
  if (what < 0.7) {
    // What every party has signed is not drafted anew.
    const open = ['title-plans', 'articles-of-association'].filter(
      (id) => tale.snapshot.documents[id]?.value !== 'signed',
    );
    const document = pick(tale.random, open);
    return tale.send('document.received', { document });
  }
  tale.file(pick(tale.random, ['correspondence', 'agendaPack', 'meetingNotice']));
}
