import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { consultees, GROUPS, publication, responses, VIEWS, wording } from '#consultation';
import type { WholeResponse } from '#consultation';
import type { Visitor } from '#identity';
import { wakeSender } from '#mail';
import type { MailReading } from '#mail';
import { inTransaction, Refusal } from '#platform';
import type { Sql } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, choice, text } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import {
  channelItems,
  formItems,
  groupItems,
  inWords,
  tallyRows,
  viewItems,
} from './response-words.js';
import { ORIGINAL_OF, originalMail } from './original-mail.js';
import type { OriginalOf } from './original-mail.js';
import { answerRows } from './question-words.js';

const PAGE = 50;
const SECTION = 'responses';
const UUID = { schema: z.uuid() };

const STANDINGS = ['counted', 'waiting', 'not-counted', 'superseded', 'withdrawn'] as const;
const given = <const V extends string>(values: readonly V[]) =>
  z.union([z.literal(''), z.enum(values)]).optional();
/** A list is filtered by its address, so that it can be kept and sent. */
const Filter = z.object({
  group: given(GROUPS),
  view: given([...VIEWS, 'not-asked']),
  channel: given(responses.kinds.channels),
  form: given(responses.kinds.forms),
  standing: given(STANDINGS),
  late: given(['yes', 'no']),
  before: z.coerce.number().int().positive().optional(),
});
const Decided = z.object({
  decision: choice(['counted', 'not-counted'], 'Select whether it counts.'),
  reason: text('Enter your reason.', { max: 1_000 }),
});

const PIECE_KINDS = ['answer', 'quoted', 'signature', 'disclaimer', 'marker'] as const;
type PieceKind = (typeof PIECE_KINDS)[number];
/** One answer for each piece of the mail, and at least one piece is their own words. */
const wordsForm = (count: number) =>
  z
    .object({
      ...Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `piece-${index}`,
          choice(PIECE_KINDS, `Select whose words part ${index + 1} is.`),
        ]),
      ),
      reason: text('Enter your reason.', { max: 1_000 }),
    })
    .superRefine((given, { addIssue }) => {
      if (Object.values(given).includes('answer')) return;
      addIssue({
        code: 'custom',
        path: ['piece-0'],
        message: 'Select at least one part as their own words.',
      });
    }) as unknown as z.ZodType<Record<string, string> & { readonly reason: string }>;

/** What came back: the list, one reply with its own words and the whole original, paper typed in. */
@Controller('cases/:id/consultation/responses')
@For('clerk')
export class ResponsesController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async list(
    @Param('id', UUID) id: string,
    @Query({ schema: Filter }) { before, ...chosen }: z.infer<typeof Filter>,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const { consultation } = on;
    if (!consultation) return this.page(on, 'responses', { lines: [] });
    const filter = filterOf(chosen);
    const options = { filter, most: PAGE + 1, ...(before && { before }) };
    const lines = await responses.list(this.office.pool, consultation.id, options);
    return this.page(on, 'responses', {
      lines: lines.slice(0, PAGE).map(inWords),
      more: lines.length > PAGE ? queryOf({ ...chosen, before: lines[PAGE - 1]!.number }) : null,
      tally: tallyRows(await responses.counts(this.office.pool, consultation.id)),
      toCheck: (await responses.secondLooks.waiting(this.office.pool, consultation.id)).length,
      chosen,
      isFiltered: Object.keys(filter).length > 0,
    });
  }

  @Get(':response')
  async one(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    return this.show(on, await this.responseOf(on, response));
  }

  @Get(':response/original')
  async original(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Query(ORIGINAL_OF) of: OriginalOf,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const { reference } = await this.responseOf(on, response);
    const raw = await responses.original(this.office.pool, on.consultation!.id, response);
    return originalMail(raw, reference, of);
  }

  @Post(':response/decide')
  async decide(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const whole = await this.responseOf(on, response);
    return answered(Decided, body, {
      bad: () => this.show(on, whole),
      good: async (decided) => {
        const consultation = on.consultation!.id;
        await inTransaction(this.office.pool, (tx) =>
          responses.decide(tx, on.actor, { consultation, response, ...decided }),
        );
        const counts = decided.decision === 'counted' ? 'counts' : 'is kept and does not count';
        return seeOther(`${this.home(id)}/${response}`, { saying: `This reply ${counts}.` });
      },
    });
  }

  @Get(':response/words')
  async words(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    return this.askWords(on, await this.mailOf(on, response));
  }

  @Post(':response/words')
  async readByHand(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const whole = await this.mailOf(on, response);
    const pieces = responses.piecesOf(whole.mail);
    return answered(wordsForm(pieces.length), body, {
      bad: () => this.askWords(on, whole),
      good: async ({ reason, ...kinds }) => {
        const given = pieces.map((_, index) => kinds[`piece-${index}`] as PieceKind);
        const consultation = on.consultation!.id;
        await inTransaction(this.office.pool, (tx) =>
          responses.readByHand(tx, on.actor, { consultation, response, kinds: given, reason }),
        );
        wakeSender(this.office.pool);
        const saying = 'These are the words that count. Their author gets a new receipt.';
        return seeOther(`${this.home(id)}/${response}`, { saying });
      },
    });
  }

  private async mailOf(on: OnConsultation, id: string) {
    const whole = await this.responseOf(on, id);
    if (whole.mail === null) throw new Refusal('not-found');
    return { ...whole, mail: whole.mail };
  }

  private async askWords(on: OnConsultation, whole: WholeResponse & { mail: MailReading }) {
    const { kinds } = whole.readByHand ?? {};
    const pieces = responses.piecesOf(whole.mail).map(({ kind, text: said }, index) => ({
      name: `piece-${index}`,
      number: index + 1,
      kind: kinds?.[index] ?? kind,
      text: said,
    }));
    return this.page(on, 'response-words', {
      response: inWords(whole),
      pieces,
      values: Object.fromEntries(pieces.map(({ name, kind }) => [name, kind])),
      kindItems: PIECE_KINDS.map((value) => ({ value, text: wording().segments[value] })),
    });
  }

  private async responseOf({ consultation }: OnConsultation, id: string): Promise<WholeResponse> {
    const found = consultation && (await responses.find(this.office.pool, consultation.id, id));
    if (!found) throw new Refusal('not-found');
    return found;
  }

  private async show(on: OnConsultation, whole: WholeResponse) {
    const { consultee, standing } = whole;
    const { id } = on.consultation!;
    const { pool } = this.office;
    const beside = await responses.beside(pool, { consultation: id, response: whole.id });
    const meetings = beside.meeting === null ? [] : await responses.meetings.of(pool, id);
    const same = await responses.samePerson.all(pool, id, whole.id);
    const asked = await publication.questions.asked(pool, id);
    const answers = await publication.questions.answersOf(pool, [whole.id]);
    return this.page(on, 'response', {
      response: inWords(whole),
      answers: answerRows(asked, answers.get(whole.id) ?? []),
      beside,
      meeting: meetings.find(({ number }) => number === beside.meeting) ?? null,
      elsewhere: await elsewhere(pool, on, whole.id),
      looked: await responses.secondLooks.of(pool, whole.id),
      others: same.filter((one) => one.id !== whole.id),
      own: same.find((one) => one.id === whole.id),
      publish: wording().publish[whole.publish ?? 'no'],
      person: consultee && (await consultees.find(pool, id, consultee)),
      segmentWords: wording().segments,
      mayMark: standing !== 'superseded' && standing !== 'withdrawn' && whole.channel !== 'page',
      mayDecide: standing !== 'superseded' && standing !== 'withdrawn',
      suggested: standing === 'counted' ? 'not-counted' : 'counted',
    });
  }

  private on(who: Visitor, caseId: string): Promise<OnConsultation> {
    return onConsultation(this.office.pool, who, caseId);
  }

  private page(on: OnConsultation, name: string, data: Readonly<Record<string, unknown>> = {}) {
    const items = {
      groupItems: groupItems(),
      viewItems: viewItems(),
      channelItems: channelItems(),
      formItems: formItems(),
    };
    const section = { name, section: SECTION } as const;
    return consultationPage(this.office.pool, on, section, { ...items, ...data });
  }

  private home(caseId: string): string {
    return `/cases/${caseId}/consultation/${SECTION}`;
  }
}

/** The same reply as the other schools that it is about have it; linked for the desk of their case. */
async function elsewhere(sql: Sql, { actor, view }: OnConsultation, response: string) {
  const all = await responses.recordedFor(sql, response);
  const others = all.filter(({ caseId }) => caseId !== view.id);
  return others.map(({ id, caseId, desk, schoolName, reference }) => ({
    ...{ schoolName, reference },
    href: desk === actor.body ? `/cases/${caseId}/consultation/responses/${id}` : null,
  }));
}

type Chosen = Omit<z.infer<typeof Filter>, 'before'>;

function filterOf({ group, view, channel, form, standing, late }: Chosen) {
  return {
    ...(group && { group }),
    ...(view && { view }),
    ...(channel && { channel }),
    ...(form && { form }),
    ...(standing && { standing }),
    ...(late && { late: late === 'yes' }),
  };
}

function queryOf(chosen: Readonly<Record<string, string | number | undefined>>): string {
  const pairs = Object.entries(chosen).filter(([, value]) => value !== undefined && value !== '');
  return new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
}
