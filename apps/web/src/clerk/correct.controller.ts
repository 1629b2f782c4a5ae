import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Refusal, content, fill } from '#platform';
import { clerkDesk, correctEntry, keepDraft, readDraft } from '#cases';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { londonDate } from '#register';
import { OFFICE, SEEN_FIELD, actFrom } from '../http/acts.js';
import { answered } from '../http/answers.js';
import { For, Who } from '../http/audience.js';
import { BadRequest } from '../http/bad-request.js';
import { page, seeOther } from '../http/page.js';
import { capacityOf, parts } from '../views/journey-words.js';
import { clerkCase, frameOf } from './case-frame.js';
import {
  changesOf,
  correctedEvent,
  correctionSchema,
  editables,
  eventOf,
  whyNotCorrected,
} from './correction-model.js';
import type { Corrected } from './correction-model.js';
import { SEQ, readEntry } from './timeline.controller.js';
import { timelineRow } from './timeline-rows.js';

const ID = { schema: z.uuid() };
const HOW = { schema: z.enum(['change', 'strike']) };
type How = z.infer<typeof HOW.schema>;

interface Drafted {
  readonly how: How;
  readonly given: Corrected;
  readonly reason: string;
}

/** Putting right a mistaken entry: what, why, what it does, then done; the old one stays to read. */
@Controller('cases/:id/timeline/:seq/correct')
@For('clerk')
export class CorrectController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async choose(@Param('id', ID) id: string, @Param('seq', SEQ) seq: number, @Who() who: Visitor) {
    const { frame, row, event } = await this.read(who, id, seq);
    return page('clerk/correct', { frame, row, fields: editables(event), path: pathOf(id, seq) });
  }

  @Get(':how')
  async ask(
    @Param('id', ID) id: string,
    @Param('seq', SEQ) seq: number,
    @Param('how', HOW) how: How,
    @Who() who: Visitor,
  ) {
    return this.formPage(who, id, seq, how);
  }

  @Post(':how')
  async answer(
    @Param('id', ID) id: string,
    @Param('seq', SEQ) seq: number,
    @Param('how', HOW) how: How,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { actor, event, view } = await this.read(who, id, seq);
    const { [SEEN_FIELD]: seen, ...typed } = body as Record<string, unknown>;
    const today = londonDate(view.now).toString();
    return answered(correctionSchema(event, how, today), typed, {
      good: async ({ reason, ...given }) => {
        if (how === 'change' && changesOf(event, correctedEvent(event, given)).length === 0) {
          throw new Refusal('invalid', { faults: { on: 'Change at least one fact.' } });
        }
        const answers: Drafted = { how, given, reason };
        const seenVersion = versionSeen(seen);
        const draft = { task: `correct:${seq}`, seenVersion, answers };
        const kept = await keepDraft(this.office.pool, actor, id, draft);
        return seeOther(`${pathOf(id, seq)}/check/${kept}`);
      },
      bad: () => this.formPage(who, id, seq, how),
    });
  }

  @Get('check/:draft')
  async check(
    @Param('id', ID) id: string,
    @Param('seq', SEQ) seq: number,
    @Param('draft', ID) draft: string,
    @Who() who: Visitor,
  ) {
    const { frame, row, event, view, actor, drafted, seenVersion } = await this.drafted(
      who,
      id,
      seq,
      draft,
    );
    const after = drafted.how === 'strike' ? null : correctedEvent(event, drafted.given);
    const preview = await clerkDesk.previewCorrection(this.office.pool, actor, id, {
      seq,
      event: after,
    });
    const dependent = preview.ok
      ? null
      : await readEntry(this.office.pool, actor, id, preview.dependent);
    return page('clerk/check-correction', {
      frame,
      row,
      isStruck: after === null,
      changes: after === null ? [] : changesOf(event, after),
      reason: drafted.reason,
      seenVersion,
      action: `${pathOf(id, seq)}/check/${draft}`,
      changeHref: `${pathOf(id, seq)}/${drafted.how}`,
      dependent: dependent === null ? null : timelineRow(id, dependent, view.bodies),
      effects: preview.ok
        ? [
            ...effectsOf(preview.stageBefore, preview.stageAfter),
            ...preview.holders.map((holding) => holderNote(holding)),
          ]
        : [],
    });
  }

  @Post('check/:draft')
  async correct(
    @Param('id', ID) id: string,
    @Param('seq', SEQ) seq: number,
    @Param('draft', ID) draft: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { pool } = this.office;
    const { actor } = await clerkCase(pool, who, id);
    const kept = await readDraft(pool, actor, id, draft);
    if (kept.task !== `correct:${seq}`) throw new Refusal('not-found', { draft });
    const { how, given, reason } = kept.answers as Drafted;
    const event = eventOf(await readEntry(pool, actor, id, seq));
    const corrected = how === 'strike' ? null : correctedEvent(event, given);
    const act = actFrom(actor, id, body);
    const done = await correctEntry(this.office, act, { seq, event: corrected, reason });
    return seeOther(`/cases/${id}/timeline/${done.seq}`, { saying: 'The entry is corrected.' });
  }

  private async read(who: Visitor, id: string, seq: number) {
    const { actor, view } = await clerkCase(this.office.pool, who, id);
    const found = await readEntry(this.office.pool, actor, id, seq);
    if (whyNotCorrected(found) !== null) throw new Refusal('not-found', { seq });
    const frame = frameOf(view, 'timeline');
    return { actor, view, frame, event: eventOf(found), row: timelineRow(id, found, view.bodies) };
  }

  private async formPage(who: Visitor, id: string, seq: number, how: How) {
    const { frame, row, event } = await this.read(who, id, seq);
    const fields = how === 'strike' ? [] : editables(event);
    return page('clerk/correct-form', {
      frame,
      row,
      fields,
      isStruck: how === 'strike',
      values: Object.fromEntries(fields.map(({ name, value }) => [name, value])),
      action: `${pathOf(id, seq)}/${how}`,
      back: pathOf(id, seq),
    });
  }

  private async drafted(who: Visitor, id: string, seq: number, draftId: string) {
    const read = await this.read(who, id, seq);
    const draft = await readDraft(this.office.pool, read.actor, id, draftId);
    if (draft.task !== `correct:${seq}`) throw new Refusal('not-found', { draft: draftId });
    return { ...read, drafted: draft.answers as Drafted, seenVersion: draft.seenVersion };
  }
}

function versionSeen(seen: unknown): number {
  const version = z.coerce.number().int().min(0).safeParse(seen);
  if (!version.success) throw new BadRequest(400, 'the form does not say which version it showed');
  return version.data;
}

const pathOf = (id: string, seq: number): string => `/cases/${id}/timeline/${seq}/correct`;

/** Who would hold a part of the case after the correction. */
function holderNote({ part, names }: { part: string; names: readonly string[] }): string {
  const { restored, parts: others } = content<RestoredWords>('clerk/words');
  const name = parts().capacities[capacityOf(part)] ?? others[part] ?? part;
  return names.length === 0
    ? fill(restored.nobody, { part: name })
    : fill(restored.held, { part: name, names });
}

interface RestoredWords {
  readonly restored: Readonly<Record<'held' | 'nobody', string>>;
  readonly parts: Readonly<Record<string, string>>;
}

function effectsOf(
  before: keyof ReturnType<typeof parts>['stages'],
  after: keyof ReturnType<typeof parts>['stages'],
): readonly string[] {
  const { stages } = parts();
  return [
    'A new entry names this one and says why. The old one stays on the record for everybody to see.',
    before === after
      ? `The case stays where it is: ${stages[after].toLowerCase()}.`
      : `The case goes from “${stages[before]}” to “${stages[after]}”.`,
    'No letter is sent. Tell the people concerned yourself if they relied on it.',
  ];
}
