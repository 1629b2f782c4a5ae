import { content, fill } from '#platform';
import { consultationDesk } from '#cases';
import { findConsultation, publication } from '#consultation';
import { closingInstant } from '#register';
import { dayTime } from '../../http/dates.js';
import { chosenField, dateField, timeField } from './field.js';
import type { Field } from './field.js';
import { question } from './plain-step.js';
import type { StepContext } from './step-form.js';

const notes = () => content<Readonly<Record<string, string>>>('clerk/step-notes');

export const windowFields = (): readonly Field[] => [
  dateField('closesOn', question('closesOn')),
  timeField('closesAt', question('closesAt')),
];

/** The closing of a launch: asked, or that of the school that leads, which nobody can change here. */
export async function closingFields(context: StepContext): Promise<readonly Field[]> {
  const { lead, closing } = await leadOf(context);
  if (lead === null || closing === null) return windowFields();
  return windowFields().map((field) => {
    const value = closing[field.name as 'closesOn' | 'closesAt'];
    return chosenField(field.name, field, { value, text: field.inWords(value as never) });
  });
}

/** Who leads, and when it ends; or that it has to begin first. */
export async function jointNotes(context: StepContext): Promise<readonly string[]> {
  const { lead, closing } = await leadOf(context);
  if (lead === null) return [];
  const { schoolName: school } = lead;
  if (closing === null) return [fill(notes()['lead-first']!, { school })];
  const closes = dayTime(new Date(closingInstant(closing.closesOn, closing.closesAt)));
  return [fill(notes()['lead-closes']!, { school, closes })];
}

async function leadOf({ sql, view }: StepContext) {
  const own = await findConsultation(sql, { caseId: view.id });
  const lead = own && (await publication.joint.leadOf(sql, own.id));
  if (lead === null) return { lead: null, closing: null };
  return { lead, closing: await consultationDesk.joint.leadsClosing(sql, own!.id) };
}
