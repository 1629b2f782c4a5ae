import { content, fill } from '#platform';
import { wording } from '#consultation';
import type { Standing } from '#consultation';
import type { CheckedReply } from '#cases';
import { dayTime } from '../http/dates.js';

export interface CheckWords {
  readonly unknown: string;
  readonly standings: Readonly<Record<Standing, string>>;
  readonly late: string;
  readonly same: string;
  readonly notSame: string;
  readonly erased: string;
  readonly report: Readonly<Record<Standing | 'none' | 'after' | 'countedFew', string>>;
}

/** What became of a reply, in sentences. */
export function checkedModel(found: CheckedReply) {
  const words = content<CheckWords>('public/check-a-record');
  const { standing, late, same, sha256, channel } = found;
  const counts = fill(words.standings[standing], { newer: found.replacedBy ?? '' });
  return {
    ...found,
    channel: wording().channels[channel],
    standing: late && standing === 'counted' ? `${counts} ${words.late}` : counts,
    sha256: sha256 ?? words.erased,
    same: same === null ? null : same ? words.same : words.notSame,
    report: reportSentence(found, words),
  };
}

function reportSentence({ report, ofGroup }: CheckedReply, words: CheckWords): string {
  if (report === null) return words.report.none;
  const { issuedAt, standing, group } = report;
  const issued = dayTime(issuedAt);
  if (standing === null) return fill(words.report.after, { issued });
  if (standing !== 'counted') return fill(words.report[standing], { issued });
  const { groups } = wording();
  const name = group === null || group === 'unknown' ? 'Not known' : groups[group];
  const facts = { issued, group: name, count: ofGroup };
  return fill(ofGroup === null ? words.report.countedFew : words.report.counted, facts);
}
