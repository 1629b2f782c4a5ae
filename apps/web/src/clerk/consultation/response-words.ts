import { GROUPS, responses, VIEWS, wording } from '#consultation';
import type { Counts, ResponseLine, Standing, Tally } from '#consultation';

const COLOURS: Readonly<Record<Standing, string>> = {
  counted: 'green',
  waiting: 'yellow',
  'not-counted': 'grey',
  superseded: 'grey',
  withdrawn: 'grey',
};

/** A response as a row or a page shows it, in words. */
export function inWords<R extends Omit<ResponseLine, 'opening'>>(response: R) {
  const { groups, views, channels, grades, standings } = wording();
  const { group, view, channel, grade, standing } = response;
  return {
    ...response,
    group: group === null ? 'Unknown' : groups[group],
    view: view === null ? 'Not asked' : views[view],
    channel: channels[channel],
    grade: grades[grade],
    speaks: wording().forms[response.form],
    name: response.name ?? 'Nobody named',
    standing: { text: standings[standing], colour: COLOURS[standing] },
  };
}

export const groupItems = () => GROUPS.map((value) => ({ value, text: wording().groups[value] }));
export const viewItems = () => VIEWS.map((value) => ({ value, text: wording().views[value] }));
export const channelItems = () =>
  responses.kinds.channels.map((value) => ({ value, text: wording().channels[value] }));
export const formItems = () =>
  responses.kinds.forms.map((value) => ({ value, text: wording().forms[value] }));

/** The tables of numbers above the list: what counts, and apart from it everything else. */
export function tallyRows({ inTime, late }: Counts) {
  const { groups, views } = wording();
  const rows = (of: 'byView' | 'byGroup', names: readonly (readonly [string, string])[]) =>
    names.flatMap(([key, label]) => {
      const count = (tally: Tally) => (tally[of] as Record<string, number | undefined>)[key] ?? 0;
      const row = { label, inTime: count(inTime), late: count(late) };
      return row.inTime + row.late === 0 ? [] : [row];
    });
  return {
    byView: rows('byView', [
      ...Object.entries(views),
      ['not-asked', 'No view, or a later one counts'],
    ]),
    byGroup: rows('byGroup', [...Object.entries(groups), ['unknown', 'Unknown']]),
  };
}
