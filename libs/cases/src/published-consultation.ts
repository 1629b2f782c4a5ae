import { Refusal } from '#platform';
import type { Sql } from '#platform';
import type { Document } from '#evidence';
import { consultees, findConsultation, publication } from '#consultation';
import type {
  AnsweredQuestion,
  AskedGroup,
  ConsultationText,
  Gathering,
  Pause,
  Question,
} from '#consultation';
import { ending, live } from '#journey';
import type { Ending, JourneySnapshot } from '#journey';
import type { DayCounts } from '#register';
import { papersOfCase } from './case-papers.js';
import { countWindow } from './count-window.js';

/** What anybody may know of a consultation once it was launched: no case, no name, no reply. */
export interface PublishedConsultation {
  readonly id: string;
  readonly schoolName: string;
  readonly trustName: string | null;
  readonly question: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly isOpen: boolean;
  /** Each time that it had closed and was opened again, with what people were told. */
  readonly pauses: readonly Pause[];
  /** The days that people have to answer, as the clerk sees them too. */
  readonly window: DayCounts;
  /** What became of it since, as the case stands. */
  readonly standing: Ending | 'open' | 'closed' | 'reported' | 'decided' | 'decided-against';
  /** The consultation document. */
  readonly document: Document | null;
  /** What it tells people, the newest version first; each stays readable. */
  readonly texts: readonly ConsultationText[];
  readonly answers: readonly AnsweredQuestion[];
  readonly gatherings: readonly Gathering[];
  readonly now: Date;
  /** Of whom the question is asked, and why; and why others are left out. */
  readonly groups: readonly Pick<AskedGroup, 'group' | 'people' | 'reason'>[];
  /** What is asked beside the question on the proposal. */
  readonly questions: readonly Question[];
  /** The other schools that ask together with it and have begun, by their consultations. */
  readonly together: readonly { readonly schoolName: string; readonly id: string }[];
}

/** A launched consultation, for its public page; refused as `not-found` before its launch. */
export async function publishedConsultation(sql: Sql, id: string): Promise<PublishedConsultation> {
  const found = await findConsultation(sql, { id });
  if (found?.opensAt == null || found.closesAt === null) {
    throw new Refusal('not-found', { consultation: id });
  }
  const { rows } = await sql.query<Row>(
    `SELECT urn, school_name AS "schoolName", trust_name AS "trustName", snapshot, assent_now() AS now
       FROM cases WHERE id = $1`,
    [found.caseId],
  );
  const { urn, schoolName, trustName, snapshot, now } = rows[0]!;
  const { opensAt, closesAt, pauses } = found;
  const asked = await consultees.sendings.lastAskedAt(sql, id);
  const [document = null] =
    found.document === null ? [] : await papersOfCase(sql, found.caseId, [found.document]);
  return {
    id,
    schoolName,
    trustName,
    question: found.question,
    opensAt: found.opensAt,
    closesAt: found.closesAt,
    isOpen: found.closesAt > now,
    pauses,
    window: await countWindow(sql, urn, { opensAt: asked ?? opensAt, closesAt, pauses }),
    standing: standingOf(snapshot),
    document,
    texts: await publication.versions(sql, id),
    answers: await publication.answers(sql, id),
    gatherings: await publication.gatherings.list(sql, id),
    now,
    groups: await consultees.groups.list(sql, id),
    questions: await publication.questions.asked(sql, id),
    together: await togetherWith(sql, id),
  };
}

async function togetherWith(sql: Sql, id: string): Promise<PublishedConsultation['together']> {
  const schools = await publication.joint.schools(sql, id);
  return schools
    .filter(({ consultation, launchedAt }) => consultation !== id && launchedAt !== null)
    .map(({ schoolName, consultation }) => ({ schoolName, id: consultation }));
}

interface Row {
  readonly urn: string;
  readonly schoolName: string;
  readonly trustName: string | null;
  readonly snapshot: JourneySnapshot;
  readonly now: Date;
}

function standingOf(snapshot: JourneySnapshot): PublishedConsultation['standing'] {
  const ended = ending(snapshot);
  if (ended !== null) return ended;
  const { board, consultation } = live(snapshot)!;
  if (board === 'decided') return 'decided';
  if (board === 'rejected') return 'decided-against';
  if (consultation === 'open') return 'open';
  return consultation === 'closed' ? 'closed' : 'reported';
}
