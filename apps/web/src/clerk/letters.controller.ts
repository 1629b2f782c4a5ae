import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Settings } from '#platform';
import { clerkDesk } from '#cases';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { letterBook, markLetter } from '#mail';
import type { LetterLine } from '#mail';
import { OFFICE } from '../http/acts.js';
import { nonceOf } from '../http/answers.js';
import { For, Who } from '../http/audience.js';
import { page, seeOther } from '../http/page.js';
import { SETTINGS } from '../http/tokens.js';
import { clerkCase, frameOf } from './case-frame.js';
import { cursorOf, factName, letterRow, readCursor } from './letters-model.js';

const ID = { schema: z.uuid() };
const QUERY = z.object({
  show: z.enum(['failed', 'stuck', 'print']).optional().catch(undefined),
  before: z.string().max(60).optional().catch(undefined),
});
const PAGE = 50;

/** The letters of a case: to whom, how each stands, what it said, and how to see to one that failed. */
@Controller('cases/:id/letters')
@For('clerk')
export class LettersController {
  constructor(
    @Inject(OFFICE) private readonly office: Office,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  async list(
    @Param('id', ID) id: string,
    @Query({ schema: QUERY }) { show, before }: z.infer<typeof QUERY>,
    @Who() who: Visitor,
  ) {
    const { pool } = this.office;
    const { view } = await clerkCase(pool, who, id);
    const after = readCursor(before);
    const from = after === null ? {} : { before: after };
    const [failed, stuck, print] = await Promise.all([
      letterBook.failed(pool, id),
      letterBook.stuck(pool, id),
      letterBook.toPrint(pool, id),
    ]);
    const all =
      show === undefined
        ? await letterBook.ofCase(pool, id, { most: PAGE + 1, ...from })
        : { failed, stuck, print }[show];
    const isPaged = show === undefined && all.length > PAGE;
    const lines = isPaged ? all.slice(0, PAGE) : all;
    return page('clerk/letters', {
      frame: frameOf(view, 'letters'),
      show: show ?? '',
      failed: failed.length,
      stuck: stuck.length,
      toPrint: print.length,
      rows: lines.map((line) => letterRow(id, line)),
      next: isPaged ? `/cases/${id}/letters?before=${cursorOf(lines.at(-1)!)}` : null,
    });
  }

  @Get(':letter')
  async letter(
    @Param('id', ID) id: string,
    @Param('letter', ID) letterId: string,
    @Who() who: Visitor,
  ) {
    const { pool } = this.office;
    const { actor, view } = await clerkCase(pool, who, id);
    const line = await clerkDesk.caseLetter(pool, actor, id, letterId);
    const [facts, text] = await Promise.all([
      letterBook.facts(pool, letterId),
      letterBook.text(pool, letterId),
    ]);
    const path = `/cases/${id}/letters/${letterId}`;
    return page('clerk/letter', {
      frame: frameOf(view, 'letters'),
      row: letterRow(id, line),
      subject: text?.subject ?? null,
      text: text?.text ?? null,
      facts: facts.map(({ fact, at, detail }) => ({
        text: factName(fact),
        at,
        answer: typeof detail['answer'] === 'string' ? detail['answer'] : null,
      })),
      printHref: isForPrint(line) ? `${path}/print` : null,
      againAction:
        ['failed', 'bounced', 'expired'].includes(line.status) && line.channel === 'email'
          ? `${path}/again`
          : null,
    });
  }

  @Get(':letter/print')
  async print(
    @Param('id', ID) id: string,
    @Param('letter', ID) letterId: string,
    @Who() who: Visitor,
  ) {
    const { pool, baseUrl } = this.office;
    const { actor, view } = await clerkCase(pool, who, id);
    await clerkDesk.caseLetter(pool, actor, id, letterId);
    const { secretKeys } = this.settings;
    const printed = await letterBook.print(pool, letterId, { secretKeys, publicBaseUrl: baseUrl });
    return page('clerk/print-letter', {
      frame: frameOf(view, 'letters'),
      letter: printed,
      back: `/cases/${id}/letters/${letterId}`,
      action: `/cases/${id}/letters/${letterId}/printed`,
    });
  }

  @Post(':letter/printed')
  async printed(
    @Param('id', ID) id: string,
    @Param('letter', ID) letterId: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    return this.mark(who, id, letterId, body, 'printed', 'Noted: the letter is in the post.');
  }

  @Post(':letter/again')
  async again(
    @Param('id', ID) id: string,
    @Param('letter', ID) letterId: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    return this.mark(who, id, letterId, body, 'requeued', 'The letter goes out again.');
  }

  /** A second click finds the letter as the first one left it, and changes nothing. */
  private async mark(
    who: Visitor,
    id: string,
    letterId: string,
    body: unknown,
    fact: 'printed' | 'requeued',
    saying: string,
  ) {
    nonceOf(body);
    const { pool } = this.office;
    const { actor } = await clerkCase(pool, who, id);
    const line = await clerkDesk.caseLetter(pool, actor, id, letterId);
    const isOpen = fact === 'printed' ? isForPrint(line) : line.status !== 'queued';
    if (isOpen) await markLetter(pool, letterId, fact, { by: actor.person });
    return seeOther(`/cases/${id}/letters/${letterId}`, { saying });
  }
}

/** A letter on paper that waits, or an e-mail that reached nobody and can go by post instead. */
const isForPrint = ({ status, channel }: LetterLine): boolean =>
  (status === 'held' && channel === 'print') || status === 'failed' || status === 'bounced';
