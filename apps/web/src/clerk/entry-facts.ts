import { content } from '#platform';
import { rules } from '#journey';
import type { BoardResolved, ConsentDecided, DfeDecided } from '#journey';
import type { ConsultationExtended, ConsultationLaunched } from '#journey';
import type { ConsultationReported } from '#journey';
import type { DutiesSettled, OpeningDateSet } from '#journey';
import { publication, wording } from '#consultation';
import { extentRows } from '../views/consent-words.js';
import { closingTime, day } from '../http/dates.js';
import { capacityOf, parts } from '../views/journey-words.js';
import { countedRows } from './consultation/window-rows.js';
import { schoolFacts } from './duties-model.js';

export interface Fact {
  readonly key: string;
  readonly value: string;
}

type Data = Readonly<Record<string, unknown>>;

/** What an event says beside its title: its own facts, in words. */
export function factsOf(type: string, data: Data, names: Names = {}): readonly Fact[] {
  const write = WRITERS[type];
  return write === undefined ? [] : write(data as never, names);
}

/** Bodies by their ids. */
type Names = Readonly<Record<string, string>>;

const WRITERS: Readonly<Record<string, (data: never, names: Names) => readonly Fact[]>> = {
  'board.resolved': voteFacts,
  'trust.chosen': ({ trust }: { trust: { name: string; uid: string } }) => [
    {
      key: 'Trust',
      value: trust.uid.startsWith('new:')
        ? `${trust.name}, to be formed`
        : `${trust.name}, group ${trust.uid}`,
    },
  ],
  'consultation.launched': launchFacts,
  'consultation.reported': ({ replies }: ConsultationReported) =>
    replies === undefined
      ? []
      : [
          { key: 'Replies in time', value: String(replies.inTime) },
          { key: 'Late replies, marked as late', value: String(replies.late) },
        ],
  'consultation.extended': closes,
  'consultation.reopened': closes,
  'application.submitted': ({ reference }: { reference: string }) => [
    { key: 'Reference', value: reference },
  ],
  'dfe.decided': ({ outcome, decidedBy, reasons = [], conditions = [] }: DfeDecided) => [
    { key: 'Outcome', value: parts().dfeOutcomes[outcome] ?? outcome },
    { key: 'Decided by', value: parts().decidedBy[decidedBy] ?? decidedBy },
    ...(reasons.length === 0
      ? []
      : [{ key: 'Reasons', value: named(reasons, parts().decisionReasons) }]),
    ...(conditions.length === 0 ? [] : [{ key: 'Conditions', value: String(conditions.length) }]),
  ],
  'order.consulted': ({ bodies = [] }: { bodies?: readonly string[] }) =>
    bodies.map((body) => ({
      key: 'Consulted',
      value: parts().capacities[capacityOf(body)] ?? body,
    })),
  'order.made': ({ basis = '' }: { basis?: string }) => {
    const value = parts().orderBases[basis];
    return value === undefined ? [] : [{ key: 'Rests on', value }];
  },
  'group.joined': ({ name, dependsOn = [] }: { name?: string; dependsOn?: readonly string[] }) => [
    ...(name === undefined ? [] : [{ key: 'Group', value: name }]),
    ...dependsOn.map((urn) => ({ key: 'Depends on', value: `School with URN ${urn}` })),
  ],
  'group.member-left': ({ name, school }: { name?: string; school: string }) => [
    { key: 'School', value: name ?? `URN ${school}` },
  ],
  'opening-date.set': ({ opens, reasons, standing = 'provisional' }: OpeningDateSet) => [
    { key: 'Opens', value: day(opens) },
    { key: 'Standing', value: parts().dateStandings[standing] ?? standing },
    ...(reasons.length === 0
      ? []
      : [{ key: 'Reasons for the move', value: named(reasons, parts().dateReasons) }]),
  ],
  'school.opened': ({ urn }: { urn?: string }) =>
    urn === undefined ? [] : [{ key: 'URN of the academy', value: urn }],
  'academy.named': ({ name }: { name: string }) => [{ key: 'Name', value: name }],
  'consent.decided': consentFacts,
  'duties.settled': settledFacts,
  'case.held': ({ reason, until }: { reason: string; until: string | null }) => [
    { key: 'Reason', value: parts().holdReasons[reason] ?? reason },
    ...(until === null ? [] : [{ key: 'Until about', value: day(until) }]),
  ],
  'case.superseded': ({ by }: { by: string }) => [{ key: 'The other case', value: by }],
  'order.revoked': ({ reasons }: { reasons?: readonly string[] }) => [
    {
      key: 'Reasons',
      value: (reasons ?? []).map((one) => parts().revocationReasons[one] ?? one).join(', '),
    },
  ],
  'rules.moved-on': ({ to }: { to: string }) => [{ key: 'Rules since', value: day(to) }],
  'override.asked': ruleFacts,
  'rule.overridden': ruleFacts,
  'override.refused': ruleFacts,
  'document.signed': ({ party }: { party: string }) => [
    { key: 'Signed by', value: parts().parties[party] ?? party },
  ],
};

function voteFacts(vote: BoardResolved): readonly Fact[] {
  const { votes, notice, inPost, present, withdrew, fullBoard, interestsDeclared } = vote;
  const casting = votes.casting === null ? '' : `, with the chair’s casting vote ${votes.casting}`;
  return [
    {
      key: 'Votes',
      value: `${votes.for} for, ${votes.against} against, ${votes.abstained} abstained${casting}`,
    },
    { key: 'Present', value: `${present} of ${inPost} governors in post` },
    { key: 'Withdrew because of an interest', value: String(withdrew) },
    { key: 'Interests', value: interestsDeclared ? 'Declared for this item' : 'Not declared' },
    ...ownQuorumFact(vote),
    ...ledgerFacts(vote),
    ...(vote.undecidedReplies
      ? [{ key: 'Replies with nothing decided', value: String(vote.undecidedReplies) }]
      : []),
    { key: 'Meeting', value: fullBoard ? 'Of the full governing board' : 'Of a committee' },
    {
      key: 'Notice',
      value: `${notice.clearDays} clear days${notice.withPapers ? ', with the papers' : ''}${notice.urgency ? ', shortened by the chair' : ''}`,
    },
  ];
}

/** The quorum of an interim executive board is what it set for itself. */
function ownQuorumFact({ ownQuorum }: BoardResolved): readonly Fact[] {
  if (ownQuorum === undefined) return [];
  return [{ key: 'Its own quorum', value: ownQuorum === null ? 'Not known' : String(ownQuorum) }];
}

/** Votes by category, where they were counted from a ledger. */
function ledgerFacts({ ledger, remote }: BoardResolved): readonly Fact[] {
  const { categories, counted } = content<{
    categories: Readonly<Record<string, string>>;
    counted: Readonly<Record<'key' | 'reported', string>>;
  }>('clerk/board');
  if (ledger === undefined) return [{ key: counted.key, value: counted.reported }];
  return [
    ...Object.entries(ledger).map(([category, tally]) => ({
      key: categories[category] ?? category,
      value: `${tally.for} for, ${tally.against} against, ${tally.abstained} abstained`,
    })),
    ...(remote === undefined || remote.count === 0
      ? []
      : [{ key: 'Took part from elsewhere', value: String(remote.count) }]),
  ];
}

function consentFacts(decided: ConsentDecided): readonly Fact[] {
  const conditions = decided.conditions.map(({ due }, index) => ({
    key: `Condition ${index + 1}`,
    value: parts().conditionsDue[due] ?? due,
  }));
  return [...extentRows(decided), ...conditions];
}

/** What is known of the school from this entry on, and whose consent it owes. */
function settledFacts({ school, consents }: DutiesSettled, names: Names): readonly Fact[] {
  const owed = consents.map(({ capacity, body }) => {
    const name = body == null ? 'Not named yet' : (names[body] ?? 'A body that is gone');
    return `${name} (${parts().capacities[capacity] ?? capacity})`;
  });
  return [
    ...(school === undefined ? [] : schoolFacts(school)),
    { key: 'Must consent', value: owed.join('; ') || 'Nobody' },
  ];
}

function ruleFacts({ rule }: { rule: string }): readonly Fact[] {
  const words = content<Readonly<Record<string, string>>>('journey/rules');
  return [{ key: `Rule ${rule}`, value: words[rule] ?? rule }];
}

function closes({
  closesAt,
  window,
}: Pick<ConsultationExtended, 'closesAt' | 'window'>): readonly Fact[] {
  return [{ key: 'Closes', value: closingTime(closesAt) }, ...countedRows(window)];
}

/** When it closes, and which text people could read from then on. */
/** Groups of which nobody was asked and nobody said why, as the launch found them. */
function unexplainedFacts(groups: readonly string[]): readonly Fact[] {
  const { groups: names, unexplained } = wording();
  const named = groups.map((group) => names[group as keyof typeof names] ?? group);
  return groups.length === 0 ? [] : [{ key: unexplained, value: named.join(', ') }];
}

function launchFacts(launched: ConsultationLaunched): readonly Fact[] {
  const { text, unexplained = [] } = launched;
  const window = [...closes(launched), ...unexplainedFacts(unexplained)];
  if (text === undefined) return window;
  const lacking = publication.sections().filter(({ id }) => text.missing.includes(id));
  return [
    ...window,
    { key: 'What people could read', value: `Version ${text.version}` },
    ...(lacking.length === 0
      ? []
      : [{ key: 'Without', value: lacking.map(({ title }) => title).join(', ') }]),
  ];
}

const named = (codes: readonly string[], words: Readonly<Record<string, string>>): string =>
  codes.map((code) => words[code] ?? code).join(', ');

/** How each rule judged an entry: the rule in words, whose demand it is, and where it stands. */
export function verdictRows(verdicts: Readonly<Record<string, string>>) {
  const words = content<Readonly<Record<string, string>>>('journey/rules');
  const { strengths } = content<{ strengths: Readonly<Record<string, string>> }>('journey/parts');
  return Object.entries(verdicts).map(([rule, verdict]) => {
    const known = rules.find(({ id }) => id === rule);
    return {
      rule,
      text: words[rule] ?? rule,
      verdict: VERDICTS[verdict]?.text ?? verdict,
      colour: VERDICTS[verdict]?.colour ?? 'yellow',
      strength: known === undefined ? '' : (strengths[known.strength] ?? known.strength),
      source: known?.source ?? null,
    };
  });
}

const VERDICTS: Readonly<Record<string, { readonly text: string; readonly colour: string }>> = {
  met: { text: 'Met', colour: 'green' },
  warned: { text: 'Not met: a warning', colour: 'yellow' },
  overridden: { text: 'Not met: overridden', colour: 'red' },
};
