import { content, fill } from '#platform';
import { schoolFindings } from '#cases';
import type { CaseView, DutiesFound, NamedIn, SchoolBody } from '#cases';
import { settlement } from '#journey';
import type { BodyName, Capacity, Category, Denomination, SchoolFacts } from '#journey';
import { authoritiesOn } from '#law';
import { areas } from '#register';
import { bodyName, documentName, parts } from '../../views/journey-words.js';
import { bodyFound, howFound } from '../opening-model.js';
import { choiceField, choicesField, textField, under } from './field.js';
import type { Field, Item } from './field.js';
import { papersOf, question, section, whenField } from './plain-step.js';
import type { Answers, StepContext, StepForm } from './step-form.js';

const CAPACITIES: readonly Capacity[] = [
  'trustee',
  'foundation-governor-appointer',
  'diocesan-authority',
  'religious-body',
];
const CHURCHES = { CE: ['ce', 'church-of-england'], RC: ['rc', 'roman-catholic'] } as const;
type Church = keyof typeof CHURCHES;
const NONE = 'none';
const MOST_BODIES = 20;
const MOST_OF_A_NAME = 200;

/** Settling what is known of the school: its kind, its religious character, who consents. */
export const settleStep: StepForm = {
  task: 'settle-duties',
  event: 'duties.settled',
  fields: fieldsOf,
  papers: () => papersOf('duties.settled'),
  notes: async ({ view, sql, today }) => [
    ...settlement
      .dutiesFor(knownOf(view), { authorities: await authoritiesOn(sql, today) })
      .unknown.filter(({ what }) => what !== 'body')
      .map(({ why }) => why),
    ...earlierNotes(view, await schoolFindings.schoolBodies(sql, view.snapshot.case.context.urn)),
  ],
  initial: initialOf,
  effects: effectsOf,
  preview: ({ view }, answers) => schoolFindings.preview(view, foundIn(view, answers)),
  take: (office, act, { view }, answers) =>
    schoolFindings.settle(office, act, foundIn(view, answers)),
};

const knownOf = ({ snapshot }: CaseView): SchoolFacts => settlement.schoolOf(snapshot.case.context);

/** What was found for the school on another case, and is not on this one. */
const earlierNotes = ({ id, bodies }: CaseView, found: readonly SchoolBody[]) =>
  found
    .filter((one) => one.caseId !== id && !bodies.some(({ body }) => body === one.body))
    .map((one) => `${bodyFound(one)}. ${howFound(one)}`);

/** Only what bears on the duties of a school as it is known so far is asked. */
function fieldsOf({ view }: StepContext): readonly Field[] {
  const known = knownOf(view);
  const religious = asksReligion(known) ? religiousFields(known) : [];
  const bodies = capacitiesOf(known).map(bodiesField);
  return [
    whenField(),
    textField('reason', question('settleReason'), 2000),
    under(
      section('school'),
      choiceField('category', question('category'), items(parts().categories), 'select'),
    ),
    ...religious,
    yesNoUnknown('inFederation'),
    yesNoUnknown('pfi'),
    ...bodies.map((field, index) => (index === 0 ? under(section('bodies'), field) : field)),
  ];
}

/** A school without a foundation needs nobody's consent, whatever its religious character. */
const asksReligion = (known: SchoolFacts): boolean =>
  settlement.dutiesFor(known).mustConsent.length > 0;

function religiousFields(known: SchoolFacts): readonly Field[] {
  const characters = [
    ...items(parts().denominations),
    { value: NONE, text: question('noDenomination').label },
  ];
  return [
    oneOrNone(choicesField('denominations', question('denominations'), characters)),
    ...churchesOf(known).map((church) => dioceseField(church, known)),
    ...(asksDeed(known) ? [yesNoUnknown('deedNamesReligiousBody')] : []),
  ];
}

const churchesOf = ({ denominations }: SchoolFacts): readonly Church[] =>
  (Object.keys(CHURCHES) as Church[]).filter(
    (church) => denominations === null || denominations.includes(CHURCHES[church][1]),
  );

const asksDeed = ({ denominations }: SchoolFacts): boolean =>
  denominations !== null && settlement.isForDeedToSay(denominations);

function capacitiesOf(known: SchoolFacts): readonly Capacity[] {
  const owed = settlement.dutiesFor(known).mustConsent.map(({ capacity }) => capacity);
  if (owed.length === 0) return [];
  const isOther = (known.denominations ?? []).length > 0;
  return CAPACITIES.filter(
    (one) => owed.includes(one) || (one === 'religious-body' && isOther && asksDeed(known)),
  );
}

const dioceseField = (church: Church, known: SchoolFacts): Field =>
  choiceField(
    `diocese${church}`,
    question(`diocese${church}`),
    [
      { value: '', text: 'Not known' },
      ...choicesOf(church, known).map(({ code, name }) => ({ value: code, text: name })),
    ],
    'select',
  );

/** The dioceses of a Church; what the school's own extract calls one goes before our list. */
const choicesOf = (church: Church, { dioceses }: SchoolFacts): SchoolFacts['dioceses'] =>
  areas
    .diocesesOf(CHURCHES[church][0])
    .map(({ code, name }) => dioceses.find((one) => one.code === code) ?? { code, name });

const bodiesField = (capacity: Capacity): Field => {
  const field = textField(`bodies-${capacity}`, question(capacity), MOST_BODIES * MOST_OF_A_NAME);
  return {
    ...field,
    rows: 3,
    inWords: (typed: string) => linesOf(typed).join('; ') || 'Not known',
  };
};

const yesNoUnknown = (name: string): Field => ({
  ...choiceField(name, question(name), [
    { value: 'yes', text: 'Yes' },
    { value: 'no', text: 'No' },
    { value: 'unknown', text: 'Not known' },
  ]),
  inline: true,
});

/** A school that has no religious character has not one as well. */
function oneOrNone(field: Field): Field {
  const { fault } = question('noDenomination');
  const schema = field.schema.refine(
    (chosen) =>
      !(chosen as readonly string[]).includes(NONE) || (chosen as readonly string[]).length === 1,
    { error: fault ?? '' },
  );
  return {
    ...field,
    schema,
    inWords: (chosen: readonly string[]) =>
      chosen.length === 0 ? 'Not known' : field.inWords(chosen as never),
  };
}

const items = (words: Readonly<Record<string, string>>): readonly Item[] =>
  Object.entries(words).map(([value, text]) => ({ value, text }));

const linesOf = (typed: string): readonly string[] => [
  ...new Set(
    typed
      .split('\n')
      .map((line) => line.trim().replaceAll(/\s+/g, ' '))
      .filter(Boolean),
  ),
];

/** What is known already, as it would be typed. */
function initialOf({ view }: StepContext): Readonly<Record<string, string | readonly string[]>> {
  const known = knownOf(view);
  const typed = (yes: boolean | null) => (yes === null ? 'unknown' : yes ? 'yes' : 'no');
  const dioceses = known.dioceses.map(({ code }) => [`diocese${code.slice(0, 2)}`, code]);
  const bodies = capacitiesOf(known).map((capacity) => [
    `bodies-${capacity}`,
    namesOf(view, capacity).join('\n'),
  ]);
  return {
    category: known.category ?? 'unknown',
    denominations: known.denominations?.length === 0 ? [NONE] : (known.denominations ?? []),
    inFederation: typed(known.inFederation),
    pfi: typed(known.pfi),
    deedNamesReligiousBody: typed(known.deedNamesReligiousBody),
    ...(Object.fromEntries([...dioceses, ...bodies]) as Record<string, string>),
  };
}

/** The bodies that hold a consent in this capacity that is owed. */
function namesOf({ snapshot, bodies }: CaseView, capacity: Capacity): readonly string[] {
  return Object.entries(snapshot.consents)
    .filter(([, { context, value }]) => context.capacity === capacity && value !== 'notNeeded')
    .flatMap(([id]) => bodies.find(({ part }) => part === id)?.name ?? []);
}

/** What the form left unasked stays as it was. */
function foundIn(view: CaseView, answers: Answers): DutiesFound {
  const known = knownOf(view);
  const school: SchoolFacts = {
    category: answers['category']! as string as Category,
    denominations: asksReligion(known)
      ? denominationsIn(answers['denominations']!)
      : known.denominations,
    dioceses: asksReligion(known) ? diocesesIn(known, answers) : known.dioceses,
    inFederation: saidIn(answers['inFederation']),
    pfi: saidIn(answers['pfi']),
    deedNamesReligiousBody: asksDeed(known)
      ? saidIn(answers['deedNamesReligiousBody'])
      : known.deedNamesReligiousBody,
  };
  return {
    school,
    bodies: capacitiesOf(known).flatMap((capacity) => bodiesIn(capacity, answers)),
    on: answers['on']!,
    shownBy: answers['shownBy']!,
    reason: answers['reason']!,
  };
}

const saidIn = (answer: string | undefined): boolean | null =>
  answer === 'yes' ? true : answer === 'no' ? false : null;

function denominationsIn(chosen: readonly string[]): readonly Denomination[] | null {
  if (chosen.length === 0) return null;
  return chosen.includes(NONE) ? [] : (chosen as readonly Denomination[]);
}

function diocesesIn(known: SchoolFacts, answers: Answers): SchoolFacts['dioceses'] {
  return churchesOf(known).flatMap((church) => {
    const chosen: string = answers[`diocese${church}`]!;
    return choicesOf(church, known).filter(({ code }) => code === chosen);
  });
}

function bodiesIn(capacity: Capacity, answers: Answers): readonly NamedIn[] {
  const { bodyKinds } = content<{ bodyKinds: Readonly<Record<Capacity, BodyName['kind']>> }>(
    'clerk/opening',
  );
  return linesOf(answers[`bodies-${capacity}`] ?? '').map((name) => ({
    capacity,
    kind: bodyKinds[capacity],
    name: name.slice(0, MOST_OF_A_NAME),
  }));
}

/** What the answers change: consents and documents that come to be owed, and that no longer are. */
function effectsOf({ view }: StepContext, answers: Answers): readonly string[] {
  const { consents, documents } = schoolFindings.preview(view, foundIn(view, answers));
  const words = content<{ settleEffects: Readonly<Record<string, string>> }>('clerk/steps');
  const say = (key: string, what: readonly string[]) =>
    what.length === 0 ? [] : [fill(words.settleEffects[key]!, { what: what.join('; ') })];
  const { consents: before, documents: had } = view.snapshot;
  const isOwed = (id: string) => Object.hasOwn(before, id) && before[id]!.value !== 'notNeeded';
  const named = ({ id, body }: (typeof consents)[number]) =>
    view.bodies.find((one) => one.body === body)?.name ?? body ?? bodyName(id, []);
  const dropped = Object.keys(before).filter(
    (id) => isOwed(id) && !consents.some((one) => one.id === id),
  );
  return [
    ...say('owed', consents.filter(({ id }) => !isOwed(id)).map(named)),
    ...say(
      'renamed',
      consents
        .filter(({ id, body }) => isOwed(id) && body !== null && body !== holderOf(view, id))
        .map(named),
    ),
    ...say(
      'dropped',
      dropped.map((id) => bodyName(id, view.bodies)),
    ),
    ...say(
      'documents',
      documents.filter(({ id }) => !Object.hasOwn(had, id)).map(({ id }) => documentName(id)),
    ),
  ];
}

const holderOf = ({ bodies }: CaseView, id: string): string | null =>
  bodies.find(({ part }) => part === id)?.body ?? null;
