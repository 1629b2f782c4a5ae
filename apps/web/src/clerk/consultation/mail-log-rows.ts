import { wording } from '#consultation';
import type { MailLogLine, MailState } from '#consultation';
import { content } from '#platform';
import { templateName } from '../letters-model.js';

interface LogWords {
  readonly states: Readonly<Record<MailState, string>>;
  readonly colours: Readonly<Record<MailState, string>>;
  readonly filters: readonly (readonly [string, string])[];
}

const words = () => content<{ log: LogWords }>('clerk/sending').log;

/** One who is asked, as a row of the mail log. */
export function logRow(caseId: string, line: MailLogLine) {
  const { state, template, toAddress, postal, letters } = line;
  return {
    ...line,
    groupName: wording().groups[line.group],
    address: toAddress ?? (postal === null ? null : 'On paper'),
    title: template === null ? null : templateName(template),
    status: { text: words().states[state], colour: words().colours[state] },
    href: line.letter === null ? null : `/cases/${caseId}/letters/${line.letter}`,
    isSeveral: letters > 1,
  };
}

type Counts = Readonly<Record<MailState | 'all' | 'replied' | 'corrected', number>>;

/** The filters of the log, each with how many it shows. */
export function filtersOf(counts: Counts, show: string) {
  const silent = counts.all - counts.replied;
  const all: Readonly<Record<string, number>> = { ...counts, silent, '': counts.all };
  return words().filters.map(([name, text]) => ({
    ...{ name, text, count: all[name] ?? 0 },
    isShown: name === show,
  }));
}
