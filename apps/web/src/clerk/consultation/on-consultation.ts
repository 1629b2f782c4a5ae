import { consultationDesk } from '#cases';
import type { CaseView } from '#cases';
import { findConsultation, planConsultation, responses } from '#consultation';
import type { Consultation } from '#consultation';
import type { Visitor } from '#identity';
import { Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { closingTime } from '../../http/dates.js';
import { page, type Page } from '../../http/page.js';
import { clerkCase, frameOf } from '../case-frame.js';

/** A clerk's own case and its consultation; null where nobody has planned one yet. */
export interface OnConsultation {
  readonly actor: Actor;
  readonly view: CaseView;
  readonly consultation: Consultation | null;
}

export async function onConsultation(
  sql: Sql,
  who: Visitor,
  caseId: string,
): Promise<OnConsultation> {
  const { actor, view } = await clerkCase(sql, who, caseId);
  return { actor, view, consultation: await findConsultation(sql, { caseId }) };
}

/** The consultation that has begun; before that nothing can be answered. */
export function begun({ consultation }: OnConsultation): Consultation {
  if (!consultation?.launchedAt) throw new Refusal('not-now', { consultation: null });
  return consultation;
}

/** The consultation to put people on: planned with its usual question when there is none. */
export async function toPlan(tx: Tx, { actor, view }: OnConsultation): Promise<Consultation> {
  const { id: caseId, schoolName, trustName } = view;
  const question = `Should ${schoolName} become an academy and join ${trustName ?? 'an academy trust'}?`;
  return planConsultation(tx, actor, { caseId, question });
}

export type Section =
  | 'overview'
  | 'text'
  | 'consultees'
  | 'answers'
  | 'responses'
  | 'campaigns'
  | 'codes'
  | 'desk'
  | 'themes'
  | 'report'
  | 'later';

const SECTIONS: readonly (readonly [Section, string])[] = [
  ['overview', 'Overview'],
  ['text', 'What people read'],
  ['consultees', 'People asked'],
  ['answers', 'Questions and answers'],
  ['responses', 'Replies'],
  ['campaigns', 'Campaigns'],
  ['codes', 'Codes'],
  ['desk', 'Mail to match'],
  ['themes', 'You said, we did'],
  ['report', 'Report'],
  ['later', 'After the report'],
];

/** One of the consultation's pages in the frame of its case. */
export async function consultationPage(
  sql: Sql,
  on: OnConsultation,
  { name, section }: { readonly name: string; readonly section: Section },
  data: Readonly<Record<string, unknown>>,
): Promise<Page> {
  const { consultation, view } = on;
  const frame = frameOf(view, 'consultation');
  const base = `${frame.path}/consultation`;
  const counts = consultation && (await responses.counts(sql, consultation.id));
  const later = await consultationDesk.laterReplies(sql, view.id);
  const numbers: Readonly<Record<Section, number>> = {
    overview: 0,
    text: 0,
    answers: 0,
    campaigns: 0,
    codes: 0,
    themes: 0,
    report: 0,
    later: later?.filter(({ decision }) => decision === null).length ?? 0,
    consultees: counts?.asked ?? 0,
    responses: counts ? counts.inTime.responses + counts.late.responses : 0,
    desk: counts ? counts.waiting + counts.atDesk : 0,
  };
  const isTooEarly: Readonly<Partial<Record<Section, boolean>>> = {
    answers: !consultation?.launchedAt,
    campaigns: !consultation?.launchedAt,
    codes: !consultation?.launchedAt,
    themes: !consultation?.launchedAt,
    report: !consultation?.launchedAt,
    later: later === null,
  };
  return page(`clerk/consultation/${name}`, {
    frame,
    base,
    consultation,
    isOpen: !!consultation?.closesAt && view.now < consultation.closesAt,
    closes: consultation?.closesAt ? closingTime(consultation.closesAt) : null,
    sections: SECTIONS.filter(([id]) => id === section || !isTooEarly[id]).map(([id, text]) => ({
      text,
      href: id === 'overview' ? base : `${base}/${id}`,
      active: id === section,
      count: numbers[id],
    })),
    counts,
    ...data,
  });
}
