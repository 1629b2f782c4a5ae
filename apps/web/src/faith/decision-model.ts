import { fill } from '#platform';
import type { Answering } from '#cases';
import type { ConsentDecided } from '#journey';
import { SEEN_FIELD } from '../http/acts.js';
import { parts } from '../views/journey-words.js';
import { paperRow } from '../views/paper-rows.js';
import { effectsOf } from '../views/signing.js';
import { bandOf } from './consent-model.js';
import { conditionsIn } from './decision-draft.js';
import type { DecisionDraft } from './decision-draft.js';
import { frozenPapers } from './on-consent.js';
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
  };
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
    papers: frozenPapers(on).map((document) => paperRow(document, `${path}/papers`)),
    papersHash: answers.papersHash,
    effects: effectsOf(told, fill(text.effects[decision], facts), text.effects.record),
    read: text.read,
    authorised: fill(text.authorised, facts),
    signatory,
    act: text.acts[decision],
    action: `${base}/check`,
    hidden: { [SEEN_FIELD]: view.version, papersHash: answers.papersHash },
  };
}

export function conditionRows({ conditions }: DecisionDraft, base: string) {
  return conditions.map(({ words, due }, at) => ({
    number: at + 1,
    words,
    due: parts().conditionsDue[due]!,
    change: `${base}/conditions/${at}`,
    remove: `${base}/conditions/${at}/remove`,
  }));
}
