import type { CaseView, TimelineEntry } from '#cases';
import { parts } from '../../views/journey-words.js';
import { stepPath } from './instruments-model.js';
import { counted } from './moves.js';

const A_DAY_MS = 86_400_000;
const LIABILITY_DAYS = 28;

/** The consultation with staff on their transfer: who stands for them, what they were told and said. */
export function staffOf(view: CaseView, entries: readonly TimelineEntry[]) {
  const { context } = view.snapshot.case;
  const replies = repliesOf(view, entries);
  const named = context.representatives?.representatives ?? [];
  const informed = context.tupeInformed?.representatives ?? [];
  return {
    employer: parts().employers[context.employer] ?? context.employer,
    measuresOn: context.measures?.on ?? null,
    informedOn: context.tupeInformed?.on ?? null,
    liabilityOn: context.liability?.on ?? null,
    liabilityBy: context.opening === undefined ? null : dayBefore(context.opening.opens),
    completedOn: context.tupeCompleted?.on ?? null,
    replies,
    representatives: named.map((id) => ({
      name: nameOf(view, id),
      people: view.people
        .filter(({ body }) => body === id)
        .map(({ name, email, postalAddress }) => ({
          name,
          address: email ?? postalAddress?.split('\n').join(', ') ?? '',
          isOnPaper: email === null,
        })),
      isInformed: informed.includes(id),
      replies: replies.filter(({ representative }) => representative === id).length,
    })),
    links: {
      print: `/cases/${view.id}/letters?show=print`,
      measures: stepPath(view.id, 'receive-measures'),
      name: stepPath(view.id, 'name-representatives'),
      inform: stepPath(view.id, 'inform-staff'),
      reply: stepPath(view.id, 'log-staff-reply'),
      liability: stepPath(view.id, 'receive-liability'),
      complete: stepPath(view.id, 'complete-tupe'),
    },
  };
}

function repliesOf(view: CaseView, entries: readonly TimelineEntry[]) {
  return counted(entries, 'tupe.replied')
    .toReversed()
    .map(({ seq, event, texts, documents }) => ({
      representative: event.representative,
      name: nameOf(view, event.representative),
      on: event.on,
      words: texts['words'] ?? null,
      href: `/cases/${view.id}/timeline/${seq}`,
      papers: documents.map(({ id, title }) => ({
        text: title,
        href: `/cases/${view.id}/documents/${id}`,
      })),
    }));
}

const nameOf = ({ bodies }: CaseView, id: string): string =>
  bodies.find(({ body }) => body === id)?.name ?? 'A representative';

const dayBefore = (opens: string): string =>
  new Date(Date.parse(opens) - LIABILITY_DAYS * A_DAY_MS).toISOString().slice(0, 10);
