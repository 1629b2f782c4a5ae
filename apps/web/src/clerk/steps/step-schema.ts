import { z } from 'zod';
import { fitting, haveField } from './step-papers.js';
import type { Answers, StepContext, StepForm } from './step-form.js';

/** How the answers to a step are read: its fields, and a document of the case for each paper. */
export async function schemaOf(form: StepForm, context: StepContext) {
  const hasCome = (answer: unknown) => typeof answer !== 'string' || answer <= context.today;
  const fields = (await form.fields(context)).map(({ name, schema }) => {
    if (name !== 'on') return [name, schema] as const;
    return [name, schema.refine(hasCome, { error: 'This day has not come yet.' })] as const;
  });
  const papers = form.papers(context).map((paper) => {
    const ids = fitting(context, paper).map(({ id }) => id);
    const chosen = z
      .string({ error: 'Choose a file.' })
      .refine((id) => ids.includes(id), { error: 'Choose a file.' });
    return [haveField(paper.as), chosen] as const;
  });
  return z
    .object(Object.fromEntries<z.ZodType>([...fields, ...papers]))
    .strict()
    .refine((answers) => form.holds?.of(answers as Answers) ?? true, {
      path: [form.holds?.at ?? ''],
      error: form.holds?.error ?? '',
    })
    .transform((answers) => withoutPrefix(answers));
}

/** The documents stand under the event's own names once they are checked. */
function withoutPrefix(answers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [name.replace(/^have_/, ''), answer]),
  );
}
