import type { Sql } from '#platform';
import { publication, responses } from '#consultation';
import type { JourneyEvent } from '#journey';
import { reportOf } from './consultation-desk.js';

/**
 * The event with the facts that only the database knows, whoever sends it and by whatever form:
 * what people can read, which replies a report holds, on how many nobody has decided. What the
 * sender says of these is not listened to. Replies that come meanwhile wait until the act is done.
 */
export async function lookUp(sql: Sql, caseId: string, event: JourneyEvent): Promise<JourneyEvent> {
  if (event.type === 'consultation.launched') {
    const { consultation } = await reportOf(sql, caseId);
    return { ...event, text: await publication.factsOf(sql, consultation, event.document) };
  }
  if (event.type === 'consultation.reported') {
    const { consultation } = await reportOf(sql, caseId);
    return { ...event, replies: await responses.inReport(sql, consultation) };
  }
  if (event.type === 'board.resolved' && event.purpose === 'final') {
    const { consultation, replies } = await reportOf(sql, caseId);
    if (replies === null) return { ...event, undecidedReplies: 0 };
    const undecidedReplies = await responses.undecided(sql, consultation, replies);
    return { ...event, undecidedReplies };
  }
  return event;
}
