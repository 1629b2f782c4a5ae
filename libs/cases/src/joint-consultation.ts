import { Refusal, answerOnce, inTransaction } from '#platform';
import type { Actor, SentForm, Sql, Tx } from '#platform';
import { consultees, findConsultation, publication } from '#consultation';
import type { JointSchool } from '#consultation';
import { londonDate } from '#register';
import { requireCase } from './case-people.js';
import type { Office } from './office.js';

const { sendings } = consultees;
const { joint } = publication;

/** A school of the case's group whose consultation could lead that of the case. */
export interface PossibleLead {
  readonly consultation: string;
  readonly schoolName: string;
  readonly deskName: string;
}

/** Schools of the same group that have not begun to consult and are led by nobody. */
async function possibleLeads(sql: Sql, caseId: string): Promise<readonly PossibleLead[]> {
  const { rows } = await sql.query<PossibleLead>(
    `SELECT c.id AS consultation, k.school_name AS "schoolName", b.name AS "deskName"
       FROM group_member m
       JOIN group_member o ON o.group_id = m.group_id AND o.until IS NULL AND o.case_id <> m.case_id
       JOIN cases k ON k.id = o.case_id AND k.ended_at IS NULL
       JOIN body b ON b.id = k.desk
       JOIN consultation c ON c.case_id = k.id AND c.closed_at IS NULL AND c.launched_at IS NULL
      WHERE m.case_id = $1 AND m.until IS NULL AND NOT EXISTS (
        SELECT FROM joint_school s WHERE s.consultation_id = c.id AND s.lead <> c.id)
      ORDER BY k.school_name, c.id`,
    [caseId],
  );
  return rows;
}

interface JointAct {
  readonly actor: Actor;
  readonly caseId: string;
  readonly form: SentForm;
}

/**
 * Lets the consultation of a case be led by that of another school of its group, and takes over what
 * that one says and asks. Refuses `not-found` for any other, and `not-now` once one of them has begun.
 */
async function consultWith(
  office: Office,
  { actor, caseId, form }: JointAct,
  lead: string,
): Promise<void> {
  await inTransaction(office.pool, (tx) =>
    answerOnce(tx, form, async () => {
      await requireCase(tx, actor, caseId);
      const possible = await possibleLeads(tx, caseId);
      if (!possible.some(({ consultation }) => consultation === lead)) {
        throw new Refusal('not-found', { lead });
      }
      const { id: member } = await ownOf(tx, caseId);
      await joint.join(tx, actor, { lead, member });
      await joint.takeLeadWords(tx, actor, member);
      return { caseId };
    }),
  );
}

/**
 * Ends that before the member's launch: by the clerk of the member, and by the clerk of the lead while
 * it has not begun either. What the member took over stays, to be changed.
 */
async function consultAlone(
  office: Office,
  { actor, caseId, form }: JointAct,
  member: string,
): Promise<void> {
  await inTransaction(office.pool, (tx) =>
    answerOnce(tx, form, async () => {
      await requireCase(tx, actor, caseId);
      const { id, launchedAt } = await ownOf(tx, caseId);
      const lead = await joint.leadOf(tx, member);
      if (lead === null || (member !== id && lead.consultation !== id)) {
        throw new Refusal('not-found', { member });
      }
      if (launchedAt !== null) throw new Refusal('not-now', { member });
      await joint.leave(tx, actor, { lead: lead.consultation, member });
      return { caseId };
    }),
  );
}

async function ownOf(tx: Tx, caseId: string) {
  const found = await findConsultation(tx, { caseId });
  if (found === null) throw new Refusal('not-found', { case: caseId });
  return found;
}

/** The day and the time of day in England. */
export interface ClosesWhen {
  readonly closesOn: string;
  readonly closesAt: string;
}

export interface LeadsClosing extends ClosesWhen {
  readonly lead: JointSchool;
}

/**
 * When the lead's consultation ends, or is ordered to: the one that is led ends then too. Null where
 * none leads it, and while the lead has not ordered its launch.
 */
export async function leadsClosing(sql: Sql, consultation: string): Promise<LeadsClosing | null> {
  const lead = await joint.leadOf(sql, consultation);
  if (lead === null) return null;
  if (lead.closesAt !== null) return { lead, ...inEngland(lead.closesAt) };
  const all = await sendings.list(sql, lead.consultation);
  const order = all.find((one) => one.kind === 'launch' && sendings.isOpen(one));
  if (order === undefined) return null;
  const { closesOn, closesAt } = order.plan as unknown as ClosesWhen;
  return { lead, closesOn, closesAt };
}

const TIME = new Intl.DateTimeFormat('en-GB', {
  ...{ timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
});

const inEngland = (instant: Date): ClosesWhen => ({
  closesOn: londonDate(instant).toString(),
  closesAt: TIME.format(instant),
});

/**
 * The same launch, ending with the lead where there is one. Refuses `lead-first` while that one has
 * not ordered its launch.
 */
export async function endingWithLead<L extends ClosesWhen & { readonly consultation: string }>(
  sql: Sql,
  launch: L,
): Promise<L> {
  const closing = await leadsClosing(sql, launch.consultation);
  if (closing === null) {
    if ((await joint.leadOf(sql, launch.consultation)) === null) return launch;
    throw new Refusal('lead-first', { consultation: launch.consultation });
  }
  return { ...launch, closesOn: closing.closesOn, closesAt: closing.closesAt };
}

/** What the letter of a joint consultation says: whom it is held with. Nothing where it is held alone. */
export async function jointWords(
  sql: Sql,
  consultation: string,
): Promise<{ readonly otherSchools?: string }> {
  const schools = await joint.schools(sql, consultation);
  const others = schools.filter((school) => school.consultation !== consultation);
  if (others.length === 0) return {};
  return { otherSchools: joint.named(others.map(({ schoolName }) => schoolName)) };
}

/** One consultation of several schools, for their clerks. */
export const jointDesk = {
  possibleLeads,
  consultWith,
  consultAlone,
  leadsClosing,
};
