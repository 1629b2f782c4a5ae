import { wording } from '#consultation';
import type { PublishedReply } from '#consultation';
import { content } from '#platform';

interface Words {
  readonly unknown: string;
  readonly notAsked: string;
  readonly unnamed: string;
}

/** A published reply in the words of its page. */
export function publishedRow({ group, view, name, form, ...reply }: PublishedReply) {
  const words = content<Words>('public/replies');
  const { groups, views, forms } = wording();
  return {
    ...reply,
    group: group === null ? words.unknown : groups[group],
    view: view === null ? words.notAsked : views[view],
    name: name ?? words.unnamed,
    form: form === 'individual' ? null : forms[form],
  };
}
