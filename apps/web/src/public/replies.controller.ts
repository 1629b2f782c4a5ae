import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Refusal } from '#platform';
import { consultationDesk } from '#cases';
import type { Office } from '#cases';
import { GROUPS, responses, VIEWS, wording } from '#consultation';
import { OFFICE } from '../http/acts.js';
import { ForAnyone } from '../http/audience.js';
import { attachment, page } from '../http/page.js';
import { publishedRow } from './reply-rows.js';

const ID = { schema: z.uuid() };
const PAGE = 25;
const { copies } = responses;

const given = <const V extends string>(values: readonly V[]) =>
  z
    .union([z.literal(''), z.enum(values)])
    .optional()
    .catch('');
const Filter = z.object({
  group: given([...GROUPS, 'unknown']),
  view: given([...VIEWS, 'not-asked']),
  text: z
    .string()
    .trim()
    .max(100)
    .refine((words) => !/\p{Cc}|\p{Cs}/u.test(words))
    .optional()
    .catch(''),
  before: z.coerce.number().int().positive().max(1_000_000_000).optional().catch(undefined),
});

/** The replies that their authors let be published, through copies that a person has read. */
@Controller('consultations/:id')
@ForAnyone('only copies that a clerk called ready, of replies whose authors allow it')
export class RepliesController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get('replies')
  async list(
    @Param('id', ID) id: string,
    @Query({ schema: Filter }) { before, ...chosen }: z.infer<typeof Filter>,
  ) {
    const { pool } = this.office;
    const consultation = await consultationDesk.published(pool, id);
    const filter = filterOf(chosen);
    const found = await copies.published(pool, id, { filter, before, most: PAGE + 1 });
    if (found === null) throw new Refusal('not-found', { consultation: id });
    const path = `/consultations/${id}/replies`;
    const last = found.length > PAGE ? found[PAGE - 1]!.number : null;
    return page('public/replies', {
      ...{ consultation, chosen, path },
      replies: found.slice(0, PAGE).map(publishedRow),
      more: last === null ? null : `${path}?${queryOf({ ...filter, before: last })}`,
      isFiltered: Object.keys(filter).length > 0,
      isFirst: before === undefined,
      groupItems: items(wording().groups, 'unknown', 'Not known'),
      viewItems: items(wording().views, 'not-asked', 'Not asked'),
    });
  }

  @Get('replies.csv')
  async table(@Param('id', ID) id: string) {
    const { schoolName } = await consultationDesk.published(this.office.pool, id);
    const csv = await copies.csv(this.office.pool, id);
    if (csv === null) throw new Refusal('not-found', { consultation: id });
    return attachment(`Replies about ${schoolName}.csv`, 'text/csv; charset=utf-8', csv);
  }
}

type Chosen = Omit<z.infer<typeof Filter>, 'before'>;

function filterOf({ group, view, text }: Chosen) {
  return { ...(group && { group }), ...(view && { view }), ...(text && { text }) };
}

const queryOf = (asked: Readonly<Record<string, string | number>>): string =>
  new URLSearchParams(
    Object.entries(asked).map(([name, value]) => [name, String(value)]),
  ).toString();

const items = (words: Readonly<Record<string, string>>, last: string, lastWords: string) =>
  Object.entries({ ...words, [last]: lastWords }).map(([value, text]) => ({ value, text }));
