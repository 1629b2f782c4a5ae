import { fill } from '#platform';
import type { Answering } from '#cases';
import type { ConsentDecided } from '#journey';
import { SEEN_FIELD } from '../http/acts.js';
import { day } from '../http/dates.js';
import { parts } from '../views/journey-words.js';
import { effectsOf } from '../views/signing.js';
import { bandOf, paperRows } from './consent-model.js';
import { conditionsIn, extentIn } from './decision-draft.js';
import type { DecisionDraft } from './decision-draft.js';
import type { OnConsent } from './on-consent.js';
import { decisionWords, deskWords } from './words.js';

/** The decision as it goes to the journey. */
export function givenOf({ consent }: OnConsent, draft: DecisionDraft): Answering {
  const { papersHash, decision, words, signatory, capacity, authority } = draft;
  return {
    consent,
    papersHash,
    answer: decision === 'refused' ? 'refused' : 'granted',
    words: words ?? '',
    signatory: `${signatory}, ${capacity}`,
    authority,
    conditions: conditionsIn(draft),
    ...extentOf(draft),
  };
}

function extentOf(draft: DecisionDraft): Pick<Answering, 'finality' | 'validUntil'> {
  const extent = extentIn(draft);
  if (extent === null) return {};
  const { finality, validUntil } = extent;
  return { finality, ...(validUntil === null ? {} : { validUntil }) };
}

/** The event that it will be, for looking ahead. */
export function eventOf({ consent, view }: OnConsent, draft: DecisionDraft): ConsentDecided {
  return {
    type: 'consent.decided',
    on: view.now.toISOString(),
    consent,
    papersHash: draft.papersHash,
    decision: draft.decision === 'refused' ? 'refused' : 'granted',
    conditions: conditionsIn(draft).map(({ due }, index) => ({ id: String(index), due })),
    ...extentOf(draft),
  };
}

/** The page that shows all that is about to be signed. */
export function checkModel(
  on: OnConsent,
  draft: string,
  answers: DecisionDraft,
  told: readonly { readonly name: string }[],
) {
  const { view, bodyName, part, path } = on;
  const { decision, signatory, capacity, authority, words } = answers;
  const text = decisionWords();
  const base = `${path}/decide/${draft}`;
  const facts = {
    body: bodyName,
    capacity: deskWords().asked[part.context.capacity],
    school: view.schoolName,
    trust: view.trustName ?? 'the trust',
    ...extentOf(answers),
  };
  return {
    band: bandOf(on),
    statement: fill(text.statements[decision], facts),
    isRefusal: decision === 'refused',
    back: `${base}/signatory`,
    answers: [
      {
        key: 'Decision',
        value: text.choices[decision].text,
        href: `${path}/decide?draft=${draft}`,
      },
      ...extentRows(answers, base),
      {
        key: decision === 'refused' ? 'Reasons' : 'Words to the school',
        lines: words,
        href: `${base}/words`,
      },
      { key: 'Signed by', value: `${signatory}, ${capacity}`, href: `${base}/signatory` },
      { key: 'Authority', value: authority, href: `${base}/signatory` },
    ],
    conditions: decision === 'conditional' ? conditionRows(answers, base) : [],
    changeConditions: `${base}/conditions`,
    papers: paperRows(on),
    papersHash: answers.papersHash,
    effects: effectsOf(told, ...effectsInWords(on, answers, facts), text.effects.record),
    read: text.read,
    authorised: fill(text.authorised, facts),
    signatory,
    act: fill(text.acts[decision], facts),
    action: `${base}/check`,
    hidden: { [SEEN_FIELD]: view.version, papersHash: answers.papersHash },
  };
}

/** How far the consent goes and how long it holds, as rows that can be changed. */
function extentRows(answers: DecisionDraft, base: string) {
  const extent = extentIn(answers);
  if (extent === null) return [];
  const { finalities, extent: words } = decisionWords();
  const { finality, validUntil } = extent;
  const href = `${base}/extent`;
  return [
    { key: 'How far it goes', value: finalities[finality].text, href },
    { key: 'Holds until', value: validUntil === null ? words.noEnd : day(validUntil), href },
  ];
}

/** What follows from the decision, for what it is given and until when. */
function effectsInWords({ view }: OnConsent, answers: DecisionDraft, facts: object) {
  const { effects } = decisionWords();
  const extent = extentIn(answers);
  const { articles } = view.snapshot.case.context;
  const model = articles && parts().articlesModels[articles.model].toLowerCase();
  return [
    fill(effects[answers.decision], facts),
    ...(extent === null || model === undefined
      ? []
      : [fill(effects.articles, { articles: model })]),
    ...(extent?.validUntil ? [fill(effects.end, { day: day(extent.validUntil) })] : []),
  ];
}

/** The page before the one that asks how far a consent goes. */
export const beforeExtent = ({ path }: OnConsent, draft: string, { decision }: DecisionDraft) =>
  decision === 'conditional'
    ? `${path}/decide/${draft}/conditions`
    : `${path}/decide?draft=${draft}`;

/** The page before the one that asks for words. */
export const beforeWords = ({ path }: OnConsent, draft: string, { decision }: DecisionDraft) =>
  decision === 'refused' ? `${path}/decide?draft=${draft}` : `${path}/decide/${draft}/extent`;

export function conditionRows({ conditions }: DecisionDraft, base: string) {
  return conditions.map(({ words, due }, at) => ({
    number: at + 1,
    words,
    due: parts().conditionsDue[due]!,
    change: `${base}/conditions/${at}`,
    remove: `${base}/conditions/${at}/remove`,
  }));
}
