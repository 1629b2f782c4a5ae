import type { Sql } from '#platform';
import { departmentTasks, groundOf, outstanding, tasksOn } from '#completion';
import { consultees, publication, responses } from '#consultation';
import type {
  BoardResolved,
  ConsultationLaunched,
  ConsultationReported,
  JourneyEvent,
  JourneySnapshot,
} from '#journey';
import { reportOf } from './report-of-case.js';

/**
 * The event with the facts that only the database knows, whoever sends it and by whatever form:
 * what people can read, of which groups nobody is asked, which replies a report holds and in which forms, on how many nobody has decided, which
 * conditions are open. What the sender says of these is not listened to. Replies that come meanwhile wait until the act is done.
 */
export async function lookUp(sql: Sql, caseId: string, event: JourneyEvent): Promise<JourneyEvent> {
  if (event.type === 'conditions.met') {
    return { ...event, outstanding: await openConditions(sql, caseId) };
  }
  if (!isToLookUp(event)) return event;
  const reported = await reportOf(sql, caseId);
  if (reported === null) return event;
  const { consultation, replies } = reported;
  switch (event.type) {
    case 'consultation.launched':
      return {
        ...event,
        text: await publication.factsOf(sql, consultation, event.document),
        unexplained: await consultees.groups.unexplained(sql, consultation),
      };
    case 'consultation.reported':
      return {
        ...event,
        replies: await responses.inReport(sql, consultation),
        forms: await publication.report.otherForms(sql, consultation, event.report),
      };
    case 'board.resolved': {
      const open = replies === null ? 0 : await responses.undecided(sql, consultation, replies);
      return { ...event, undecidedReplies: open };
    }
  }
}

type Lacking = ConsultationLaunched | ConsultationReported | BoardResolved;

const isToLookUp = (event: JourneyEvent): event is Lacking =>
  event.type === 'consultation.launched' ||
  event.type === 'consultation.reported' ||
  (event.type === 'board.resolved' && event.purpose === 'final');

/** The tasks that are conditions and not done, as their definitions have it on this case now. */
async function openConditions(sql: Sql, caseId: string): Promise<readonly string[]> {
  const { rows } = await sql.query<{ snapshot: JourneySnapshot }>(
    'SELECT snapshot FROM cases WHERE id = $1',
    [caseId],
  );
  const ground = await groundOf(sql, caseId, rows[0]!.snapshot);
  return outstanding(tasksOn(ground, departmentTasks));
}
