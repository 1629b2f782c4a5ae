import { content, fill } from '#platform';
import { wording } from '#consultation';
import type { CheckedRecord, Standing } from '#consultation';
import { dayTime } from '../http/dates.js';

export interface CheckWords {
  readonly unknown: string;
  readonly standings: Readonly<Record<Standing, string>>;
  readonly late: string;
  readonly same: string;
  readonly notSame: string;
  readonly erased: string;
  readonly report: Readonly<Record<Standing | 'none' | 'after' | 'countedAlone', string>>;
}

/** What became of a reply, in sentences. */
export function checkedModel(found: CheckedRecord) {
  const words = content<CheckWords>('public/check-a-record');
  const { standing, late, same, sha256, channel } = found;
  const counts = fill(words.standings[standing], { newer: found.replacedBy ?? '' });
  return {
    ...found,
    channel: wording().channels[channel],
    standing: late && standing === 'counted' ? `${counts} ${words.late}` : counts,
    sha256: sha256 ?? words.erased,
    same: same === null ? null : same ? words.same : words.notSame,
    report: reportSentence(found.report, words),
  };
}

function reportSentence(report: CheckedRecord['report'], words: CheckWords): string {
  if (report === null) return words.report.none;
  const { issuedAt, standing, group, ofGroup } = report;
  const issued = dayTime(issuedAt);
  if (standing === null) return fill(words.report.after, { issued });
  if (standing !== 'counted') return fill(words.report[standing], { issued });
  const { groups } = wording();
  const name = group === null || group === 'unknown' ? 'Not known' : groups[group];
  const facts = { issued, group: name, count: `${ofGroup} replies` };
  return fill(ofGroup === 1 ? words.report.countedAlone : words.report.counted, facts);
}
