import { publication } from '#consultation';
import type { JointSchool } from '#consultation';
import type { Sql } from '#platform';
import { dayTime } from '../../http/dates.js';
import type { OnConsultation } from './on-consultation.js';

/** A school as the page names it; its case is linked for its own desk alone. */
export function schoolRow(
  school: JointSchool,
  { actor, consultation }: OnConsultation,
  isLed: boolean,
) {
  const { caseId, desk: of, isLead, launchedAt, closesAt, schoolName } = school;
  const isOwn = school.consultation === consultation!.id;
  const mayLeave = isOwn ? isLed : !isLed && !consultation!.launchedAt;
  return {
    ...{ schoolName, isOwn, isLead, consultation: school.consultation },
    href: !isOwn && of === actor.body ? `/cases/${caseId}/consultation` : null,
    state: launchedAt === null ? 'Not begun' : `Ends ${dayTime(closesAt!)}`,
    mayLeave: mayLeave && !isLead && launchedAt === null,
  };
}

/** The lead's later end, where people can answer there for longer than here. */
export function longerThan({ consultation, view }: OnConsultation, { closesAt }: JointSchool) {
  const own = consultation!.closesAt;
  const isLonger = own !== null && closesAt !== null && closesAt > own && view.now < own;
  return isLonger ? dayTime(closesAt) : null;
}

/** What a school that goes with another one is to do because that one gave people longer. */
export async function leadGivesLonger(sql: Sql, on: OnConsultation) {
  const lead = on.consultation && (await publication.joint.leadOf(sql, on.consultation.id));
  const until = lead === null ? null : longerThan(on, lead);
  return until === null ? null : { school: lead!.schoolName, until };
}
