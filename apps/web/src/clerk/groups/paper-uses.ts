import type { Actor, Sql } from '#platform';
import { projectGroups } from '#cases';
import type { Member } from '#cases';
import { wordsOfEvent } from '../../views/journey-words.js';
import { paperRow } from '../../views/paper-rows.js';
import type { PaperRow } from '../../views/paper-rows.js';

/** A paper of a group, and what each school made of it. */
export interface SharedPaper extends PaperRow {
  readonly schools: readonly {
    readonly school: string;
    /** The school's own entries that rest on it; none: it has not been judged for this school. */
    readonly uses: readonly { readonly text: string; readonly href: string }[];
  }[];
}

/** The papers that a group holds once, the newest first; what was superseded is left out. */
export async function paperRows(
  sql: Sql,
  actor: Actor,
  group: string,
  members: readonly Member[],
): Promise<readonly SharedPaper[]> {
  const [papers, uses] = await Promise.all([
    projectGroups.papers(sql, actor, group),
    projectGroups.uses(sql, group),
  ]);
  return papers
    .filter(({ supersededBy }) => supersededBy === null)
    .map((paper) => ({
      ...paperRow(paper, `/groups/${group}/papers`),
      schools: members.filter(projectGroups.isGoing).map(({ caseId, schoolName, bodies }) => ({
        school: schoolName,
        uses: uses
          .filter((use) => use.caseId === caseId && use.document === paper.id)
          .map(({ type, data, seq }) => ({
            text: wordsOfEvent(type, data, bodies) ?? type,
            href: `/cases/${caseId}/timeline/${seq}`,
          })),
      })),
    }))
    .toReversed();
}
