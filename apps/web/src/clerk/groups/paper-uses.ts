import type { Actor, Sql } from '#platform';
import { projectGroups } from '#cases';
import type { Member, PaperUse } from '#cases';
import { events } from '#journey';
import { kindName } from '../documents-model.js';
import { wordsOfEvent } from '../../views/journey-words.js';
import { paperRow } from '../../views/paper-rows.js';
import type { PaperRow } from '../../views/paper-rows.js';

/** A paper of a group, and what each school made of it. */
export interface SharedPaper extends PaperRow {
  readonly schools: readonly {
    readonly school: string;
    /** Whether the school's case rests on it; where not, it has not been judged for this school. */
    readonly isUsed: boolean;
    /** The entries that rest on it, of the clerk's own cases. */
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
    projectGroups.uses(sql, actor, group),
  ]);
  return papers
    .filter(({ supersededBy }) => supersededBy === null)
    .map((paper) => ({
      ...paperRow(paper, `/groups/${group}/papers`),
      schools: members.filter(projectGroups.isGoing).map((member) => {
        const own = uses.filter((use) => use.caseId === member.caseId && use.document === paper.id);
        return {
          school: member.schoolName,
          isUsed: own.length > 0,
          uses: own.flatMap((use) => entryLink(member, use.own)),
        };
      }),
    }))
    .toReversed();
}

/** The entry by which a case rests on a paper, where it is the clerk's own. */
function entryLink({ caseId, own }: Member, entry: PaperUse['own']) {
  if (own === null || entry === null) return [];
  const { type, data, seq } = entry;
  const text = wordsOfEvent(type, data, own.bodies) ?? type;
  return [{ text, href: `/cases/${caseId}/timeline/${seq}` }];
}
