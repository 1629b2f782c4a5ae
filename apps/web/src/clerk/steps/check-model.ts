import { content, fill } from '#platform';
import type { Words } from '#platform';
import type { StepPreview } from '#cases';
import type { JourneyEvent } from '#journey';
import { SEEN_FIELD } from '../../http/acts.js';
import { bodyName, capital, documentName, wordsOfCondition } from '../../views/journey-words.js';
import { frameOf } from '../case-frame.js';
import { dependentsNote } from '../groups/dependents.js';
import { overrideLink } from '../override-link.js';
import type { StandsBefore } from '../override-link.js';
import { wordsOfStep } from './step-words.js';
import type { Answers, StepContext, StepForm } from './step-form.js';

export interface Checking {
  readonly form: StepForm;
  readonly context: StepContext;
  readonly task: string;
  readonly draft: string;
  readonly answers: Answers;
  /** The event that the answers make. */
  readonly event: JourneyEvent;
  readonly seenVersion: number;
  readonly preview: StepPreview;
}

/** The page that shows what was answered, what follows, and what stands in the way. */
export async function checkModel(checking: Checking) {
  const { form, context, task, draft, seenVersion, preview } = checking;
  const { view, part } = context;
  const words = wordsOfStep(form.task, part, view.bodies);
  const path = `/cases/${view.id}/steps/${encodeURIComponent(task)}`;
  return {
    frame: frameOf(view, 'tasks'),
    heading: words.title,
    act: actWords(checking),
    answers: await answersInWords(checking),
    counted: (await form.counted?.(context, checking.answers)) ?? null,
    ...conditionsInWords(preview, context, scopeOf(checking)),
    effects: [
      ...((await form.effects?.(context, checking.answers)) ?? []),
      ...effectsOf(preview),
      ...(await dependentsNote(context.sql, context.actor, view, form.event)),
    ],
    links: form.links?.(context, draft) ?? [],
    letters: preview.letters,
    voids: voidsInWords(preview, context),
    action: `${path}/check/${draft}`,
    change: `${path}?draft=${draft}`,
    hidden: { [SEEN_FIELD]: seenVersion },
  };
}

/** The button names the act: "Record the resolution". */
function actWords({ form, context, event }: Checking): string {
  const { part } = context;
  const words = content<Readonly<Record<string, { act: Words }>>>('journey/events')[form.event];
  const facts = {
    ...(event as unknown as Record<string, unknown>),
    ...(part === null
      ? {}
      : { document: documentName(part), body: bodyName(part, context.view.bodies) }),
  };
  return words === undefined ? 'Record' : fill(words.act, facts);
}

/** It says how a form is filled in, and nothing of an answer. */
const OPTIONAL = / \(optional\)$/;

async function answersInWords({ form, context, answers }: Checking) {
  const fields = await form.fields(context);
  const asked = fields.map(({ name, label, inWords }) => ({
    key: label.replace(OPTIONAL, ''),
    lines: inWords(answers[name] as never),
  }));
  const papers = form.papers(context).map(({ as, label }) => ({
    key: label,
    value: context.documents.find(({ id }) => id === answers[as])?.fileName ?? '',
  }));
  return [...asked, ...papers];
}

/** What the step's own conditions stand before. */
function scopeOf({ context, event }: Checking): StandsBefore {
  const purpose = event.type === 'board.resolved' ? event.purpose : null;
  return { event: event.type, part: context.part, purpose };
}

function conditionsInWords(
  { explanation }: StepPreview,
  { view }: StepContext,
  scope: StandsBefore,
) {
  const unmet = explanation.conditions
    .filter(({ verdict }) => verdict === 'unmet')
    .map((condition) => ({
      text: wordsOfCondition(condition, view.bodies),
      remedy: condition.remedy,
      law: condition.source.title,
      href: condition.source.url,
      blocks: condition.effect === 'block',
      place: placeOf(view.id, condition.rule),
      override: overrideLink(view, condition, scope),
    }));
  return {
    blockers: unmet.filter(({ blocks }) => blocks),
    warnings: unmet.filter(({ blocks }) => !blocks),
    overridden: explanation.conditions
      .filter(({ verdict }) => verdict === 'overridden')
      .map((condition) => ({
        text: wordsOfCondition(condition, view.bodies),
        rule: condition.rule,
      })),
    inPlace: explanation.inPlace,
    possible: explanation.possible && explanation.mayActor,
  };
}

/** The page on which what is missing is put right, for rules that have one of their own. */
function placeOf(caseId: string, rule: string): { href: string; text: string } | null {
  const places =
    content<Readonly<Record<string, { path: string; text: string }>>>('clerk/remedy-places');
  const place = places[rule];
  return place === undefined ? null : { href: `/cases/${caseId}/${place.path}`, text: place.text };
}

/** What was asked and given before, and would count no more. */
function voidsInWords({ found, voids }: StepPreview, { view }: StepContext): readonly string[] {
  const notes = content<Readonly<Record<string, string>>>('clerk/step-notes');
  const consents = voids.consents.map((id) => {
    const isGiven = ['granted', 'conditional'].includes(found.snapshot.consents[id]!.value);
    const body = capital(bodyName(id, view.bodies));
    return fill(notes[isGiven ? 'voids-consent' : 'voids-request']!, { body });
  });
  return voids.resolution ? [...consents, notes['voids-resolution']!] : consents;
}

function effectsOf({ told, tellsConsultees }: StepPreview): readonly string[] {
  const names = [...new Set(told.map(({ name }) => name))];
  const recorded = 'It goes on the record, with your name and the time.';
  if (names.length === 0) return [recorded, tellsConsultees ? ALL_ASKED : NOBODY];
  const people = names.length === 1 ? 'person is' : 'people are';
  const letters = `${names.length} ${people} written to: ${names.join(', ')}.`;
  return [recorded, letters, ...(tellsConsultees ? [ALL_ASKED_TOO] : [])];
}

const NOBODY = 'Nobody on the case is written to.';
const ALL_ASKED = 'Everybody on the list of people asked is written to.';
const ALL_ASKED_TOO = 'Everybody who was asked is written to as well.';
