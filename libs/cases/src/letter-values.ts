import { content } from '#platform';
import { carried } from '#journey';
import type { JourneyEvent, JourneySnapshot } from '#journey';
import type { LetterValues } from '#mail';
import type { Telling } from './move.js';
import type { CasePerson } from './read-case.js';
import { inWords } from './words.js';

/** Every value that the letters of a move may name; a letter takes those that it declares. */
export function valuesOf({ baseUrl, move, found, decision }: Telling): LetterValues {
  const { event } = move;
  return {
    ...ofCase(baseUrl, found),
    date: inWords.day(event.on),
    ...wordsOfEvent(event),
    ...(event.type === 'conditions.met' ? opensOn(decision.snapshot) : {}),
    ...('consent' in event ? { consentingBody: bodyOf(found, event.consent) } : {}),
    ...silenceIn(decision.intents),
    ...move.words,
  };
}

/** What every letter of a case may name, whatever it tells. */
const ofCase = (baseUrl: string, found: OnTheCase): LetterValues => ({
  schoolName: found.schoolName,
  reference: found.reference,
  trustName: found.trustName ?? words()['no-trust']!['name'],
  onBehalfOf: `the governing board of ${found.schoolName}`,
  link: `${baseUrl}/cases/${found.id}`,
});

type OnTheCase = Pick<Telling['found'], 'id' | 'schoolName' | 'reference' | 'trustName'>;

/** The same for a letter that no move writes: it is shown, or sent as a test. */
export const launchValues = ofCase;

/** Where a printed letter goes, and what it says to somebody who cannot open its page. */
export const valuesOnPaper = ({ email, postalAddress }: CasePerson): LetterValues =>
  email === null && postalAddress !== undefined
    ? { postalAddress, onPaper: words()['on-paper']!['ask']! }
    : {};

function opensOn({ case: { context } }: JourneySnapshot): LetterValues {
  return context.opening === undefined ? {} : { opens: inWords.day(context.opening.opens) };
}

/** When silence refuses what is asked here, where the body's own policy says so. */
function silenceIn(intents: Telling['decision']['intents']): LetterValues {
  const silence = intents.find(
    (intent) => intent.type === 'set-deadline' && intent.kind === 'refuse-by-silence',
  );
  return silence?.type === 'set-deadline' ? { silence: inWords.day(silence.at) } : {};
}

const words = () => content<Record<string, Record<string, string>>>('journey/letters');

const ruleWords = () => content<Readonly<Record<string, string>>>('journey/rules');

const bodyOf = ({ bodies }: Telling['found'], consent: string): string =>
  bodies.find(({ part }) => part === consent)?.name ?? '';

/** What an event's own facts add to its letters, in words. */
function wordsOfEvent(event: JourneyEvent): LetterValues {
  switch (event.type) {
    case 'trust.chosen':
      return { trustName: event.trust.name, ...words()[event.type]! };
    case 'articles.chosen':
      return words()[event.type]!;
    case 'board.resolved':
      return { outcome: words()[event.type]![boardOutcome(event)] };
    case 'application.submitted':
      return { outcome: words()[event.type]!['sent']! };
    case 'dfe.decided':
      return { outcome: words()[event.type]![event.outcome] };
    case 'consent.decided':
      return {
        outcome: words()[event.type]![consentOutcome(event)],
        ...(event.validUntil === undefined ? {} : { until: inWords.day(event.validUntil) }),
      };
    case 'diligence.reported':
      return { outcome: words()[event.type]![event.of] };
    case 'consultation.launched':
    case 'consultation.extended':
    case 'consultation.reopened':
      return { replyBy: inWords.instant(event.closesAt) };
    case 'group.member-left':
      return { otherSchool: event.name ?? event.school };
    case 'opening-date.set':
      return {
        opens: inWords.day(event.opens),
        standing: words()[event.type]![event.standing ?? 'provisional'],
      };
    case 'school.opened':
      return event.urn === undefined ? {} : { academyUrn: event.urn };
    case 'document.cleared':
      return { documentName: words()['documents']![event.document] };
    case 'document.signed':
      return {
        documentName: words()['documents']![event.document],
        partyName: words()['parties']![event.party],
      };
    case 'override.asked':
    case 'rule.overridden':
    case 'override.refused':
      return { rule: ruleWords()[event.rule] ?? event.rule };
    default:
      return {};
  }
}

function boardOutcome(event: JourneyEvent & { type: 'board.resolved' }): string {
  return `${event.purpose}-${carried(event.votes) ? 'carried' : 'lost'}`;
}

function consentOutcome(event: JourneyEvent & { type: 'consent.decided' }): string {
  if (event.decision === 'refused') return event.decision;
  const outcome = event.conditions.length > 0 ? 'conditional' : event.decision;
  if (event.finality !== 'in-principle') return outcome;
  return outcome === 'conditional' ? 'conditional-in-principle' : 'in-principle';
}
