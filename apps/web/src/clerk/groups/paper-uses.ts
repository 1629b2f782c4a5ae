import type { Actor, Sql } from '#platform';
import { projectGroups } from '#cases';
import type { Member } from '#cases';
import { events } from '#journey';
import { kindName } from '../documents-model.js';
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

/** One of the papers that the Department asks of a trust that is formed. */
export interface FormationPaper {
  readonly kind: string;
  readonly title: string;
  /** Where it is held; null while nobody has added it. */
  readonly href: string | null;
  readonly addHref: string;
}

/** The papers of a formation, held or not, in the order of the step that presents them. */
export function formationPapers(
  group: string,
  papers: readonly SharedPaper[],
): readonly FormationPaper[] {
  return events['formation.presented'].evidence.map(({ kinds: [kind] }) => ({
    kind,
    title: kindName(kind),
    href: papers.find((paper) => paper.kind === kindName(kind))?.href ?? null,
    addHref: `/groups/${group}/papers/add?kind=${kind}`,
  }));
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
