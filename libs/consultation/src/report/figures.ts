import { Refusal } from '#platform';
import type { Sql } from '#platform';
import { heldBallots } from '../channels/ballots.js';
import type { BallotHeld } from '../channels/ballots.js';
import { unreachedEnds } from '../channels/unreached.js';
import type { UnreachedEnds } from '../channels/unreached.js';
import { closingAsOf } from '../consultation.js';
import { referenceOf } from '../record-response.js';
import { campaignsIn } from './campaigns.js';
import type { ReportedCampaigns } from './campaigns.js';
import { codesAt } from './codes.js';
import type { ReportedCodes } from './codes.js';
import type { Places } from './percent.js';
import { questionsAt } from './questions.js';
import type { ReportedQuestion } from './questions.js';
import { reachOf } from './reach.js';
import type { Reach } from './reach.js';
import { numbersOf, petitionsIn, repliesAt } from './replies.js';
import type { Petition, Reply, ReplyNumbers } from './replies.js';
import { MAY_BE_QUOTED, themesAt } from './themes.js';
import type { BoardAnswer } from './themes.js';

/** A theme as a report has it: resting on the replies that still count. */
export interface ReportedTheme<N = number> {
  readonly number: number;
  readonly title: string;
  readonly said: string;
  readonly does: BoardAnswer;
  readonly why: string;
  readonly equality: boolean;
  /** Whether it suggests another way than the proposal. */
  readonly alternative: boolean;
  readonly count: N;
  /** Which they are; none are named where their number is not shown. */
  readonly replies: readonly string[];
  readonly quotes: readonly { readonly reference: string; readonly words: string }[];
}

/**
 * Everything that a report says, in one order, so that the same facts are the same bytes. In what is
 * published a number is null that is not shown.
 */
export interface ReportFigures<N = number> {
  readonly format: 'consultation-report/2';
  /** Below this no number is shown; null: every number is, for the clerk alone. */
  readonly leastShown: number | null;
  readonly asOf: string;
  readonly places: Places;
  readonly school: string;
  readonly reference: string;
  readonly question: string;
  readonly opensAt: string;
  readonly closesAt: string;
  readonly reach: Reach<N> & { readonly ends: UnreachedEnds<N> };
  readonly replies: ReplyNumbers<N>;
  readonly campaigns: ReportedCampaigns<N>;
  readonly petitions: readonly Petition<N>[];
  readonly questions: readonly ReportedQuestion<N>[];
  readonly codes: ReportedCodes<N>;
  /** What others asked by a ballot of their own, as they state it. */
  readonly ballots: readonly BallotHeld[];
  /** Mails of which nobody has made a reply, or put aside. */
  readonly atDesk: number;
  readonly themes: readonly ReportedTheme<N>[];
}

export interface ReportAsked {
  readonly consultation: string;
  /** The instant as of which everything is counted. */
  readonly asOf: Date;
  readonly places: Places;
}

/** What a report of a consultation says as of an instant; refused as `not-now` before its launch. */
export async function figures(
  sql: Sql,
  { consultation, asOf, places }: ReportAsked,
): Promise<ReportFigures> {
  const head = await headOf(sql, consultation, asOf);
  const replies = await repliesAt(sql, consultation, asOf);
  const { atDesk, ...named } = head;
  return {
    format: 'consultation-report/2',
    leastShown: null,
    asOf: asOf.toISOString(),
    places,
    ...named,
    opensAt: head.opensAt.toISOString(),
    closesAt: head.closesAt.toISOString(),
    reach: {
      ...(await reachOf(sql, consultation, asOf)),
      ends: await unreachedEnds(sql, consultation, asOf),
    },
    replies: numbersOf(replies),
    campaigns: await campaignsIn(sql, { consultation, asOf }, replies),
    petitions: petitionsIn(replies),
    questions: await questionsAt(sql, consultation, asOf),
    codes: await codesAt(sql, { consultation, asOf }, replies),
    ballots: await heldBallots(sql, consultation, asOf),
    atDesk,
    themes: await themesOf(sql, { consultation, asOf }, replies),
  };
}

interface Head extends Pick<ReportFigures, 'school' | 'reference' | 'question'> {
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly atDesk: number;
}

async function headOf(sql: Sql, consultation: string, asOf: Date): Promise<Head> {
  const { rows } = await sql.query<Head>(
    `SELECT k.school_name AS school, k.reference, c.question,
        c.opens_at AS "opensAt", ${closingAsOf('c', '$2')} AS "closesAt",
        (SELECT count(*)::int FROM desk_mail d
           LEFT JOIN desk_handover h ON h.inbound_mail = d.inbound_mail AND h.at <= $2
           LEFT JOIN desk_outcome o ON o.inbound_mail = d.inbound_mail AND o.at <= $2
          WHERE coalesce(h.case_id, d.case_id) = c.case_id AND d.put_at <= $2
            AND o.inbound_mail IS NULL) AS "atDesk"
       FROM consultation c JOIN cases k ON k.id = c.case_id
      WHERE c.id = $1 AND c.launched_at <= $2`,
    [consultation, asOf],
  );
  if (rows[0] === undefined) throw new Refusal('not-now', { consultation });
  return rows[0];
}

async function themesOf(
  sql: Sql,
  { consultation, asOf }: Pick<ReportAsked, 'consultation' | 'asOf'>,
  replies: readonly Reply[],
): Promise<readonly ReportedTheme[]> {
  const counted = new Map(
    replies.flatMap((reply) => (reply.standing === 'counted' ? [[reply.id, reply] as const] : [])),
  );
  const themes = await themesAt(sql, consultation, asOf);
  return themes.map(({ number, title, said, does, why, equality, ...theme }) => {
    const named = theme.responses.flatMap((id) => counted.get(id) ?? []);
    return {
      ...{ number, title, said, does, why, equality, alternative: theme.alternative },
      count: named.length,
      replies: named.map((reply) => referenceOf(reply.number)),
      quotes: theme.quoted.flatMap(({ response, words }) => {
        const reply = counted.get(response);
        if (reply === undefined || !MAY_BE_QUOTED.includes(reply.publish)) return [];
        return [{ reference: referenceOf(reply.number), words }];
      }),
    };
  });
}
