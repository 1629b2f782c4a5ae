import { content } from '#platform';
import { carried } from '#journey';
import type { JourneyEvent } from '#journey';
import type { LetterValues } from '#mail';
import type { Telling } from './move.js';
import { inWords } from './words.js';

/** Every value that the letters of a move may name; a letter takes those that it declares. */
export function valuesOf({ baseUrl, move, found }: Telling): LetterValues {
  const { event } = move;
  return {
    schoolName: found.schoolName,
    reference: found.reference,
    trustName: found.trustName ?? '',
    date: inWords.day(event.on),
    link: `${baseUrl}/cases/${found.id}`,
    ...wordsOfEvent(event),
    ...move.words,
  };
}

const letters = () => content<Record<string, Record<string, string>>>('journey/letters');

/** What an event's own facts add to its letters, in words. */
function wordsOfEvent(event: JourneyEvent): LetterValues {
  switch (event.type) {
    case 'board.resolved':
      return { outcome: letters()['board.resolved']![boardOutcome(event)] };
    case 'dfe.decided':
      return { outcome: letters()['dfe.decided']![event.outcome] };
    case 'consent.decided':
      return { outcome: letters()['consent.decided']![consentOutcome(event)] };
    case 'diligence.reported':
      return { outcome: letters()['diligence.reported']![event.of] };
    case 'consultation.launched':
    case 'consultation.extended':
      return { replyBy: inWords.instant(event.closesAt) };
    case 'opening-date.set':
      return { opens: inWords.day(event.opens) };
    case 'document.cleared':
      return { documentName: letters()['documents']![event.document] };
    case 'document.signed':
      return {
        documentName: letters()['documents']![event.document],
        partyName: letters()['parties']![event.party],
      };
    default:
      return {};
  }
}

function boardOutcome(event: JourneyEvent & { type: 'board.resolved' }): string {
  return `${event.purpose}-${carried(event.votes) ? 'carried' : 'lost'}`;
}

function consentOutcome(event: JourneyEvent & { type: 'consent.decided' }): string {
  return event.decision === 'granted' && event.conditions.length > 0
    ? 'conditional'
    : event.decision;
}
