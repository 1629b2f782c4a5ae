import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { consultationDesk } from '#cases';
import type { Office } from '#cases';
import { publication } from '#consultation';
import type { Places } from '#consultation';
import type { Visitor } from '#identity';
import { wakeSender } from '#mail';
import { now } from '#platform';
import { actFrom, OFFICE, SEEN_FIELD } from '../../http/acts.js';
import { answered } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { attachment, seeOther } from '../../http/page.js';
import { tried } from '../../http/refused-act.js';
import { taskGroups } from '../task-rows.js';
import { begun, consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';

const { report } = publication;
const UUID = { schema: z.uuid() };
const SECTION = 'report';
const PLACES = ['0', '1', '2'] as const;
const Precision = z.object({ places: z.enum(PLACES).default('1') });
type Precision = z.infer<typeof Precision>;
const DRAFTS = {
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;
const Draft = Precision.extend({ form: z.enum(['html', 'pdf', 'docx']).default('html') });
const Issued = z.object({
  [SEEN_FIELD]: z.string(),
  asOf: z.iso.datetime(),
  places: z.enum(PLACES),
  figures: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The report of the consultation: read as it stands now, and issued in one act. */
@Controller('cases/:id/consultation/report')
@For('clerk')
export class ReportController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async read(
    @Param('id', UUID) id: string,
    @Query({ schema: Precision }) { places }: Precision,
    @Who() who: Visitor,
  ) {
    return this.preview(await this.on(who, id), places);
  }

  @Get('file')
  async file(
    @Param('id', UUID) id: string,
    @Query({ schema: Draft }) { places, form }: z.infer<typeof Draft>,
    @Who() who: Visitor,
  ) {
    const figures = await this.figures(await this.on(who, id), places);
    const name = `Draft consultation report ${figures.reference}.${form}`;
    const draft =
      form === 'html' ? report.render(figures).html : (await report.papers(figures))[form];
    return attachment(name, DRAFTS[form], draft);
  }

  @Post()
  async issue(@Param('id', UUID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    const on = await this.on(who, id);
    begun(on);
    return answered(Issued, body, {
      bad: ({ places }) => this.preview(on, Precision.safeParse({ places }).data?.places ?? '1'),
      good: async ({ asOf, places, figures }) => {
        const back = `/cases/${id}/consultation/${SECTION}`;
        const act = actFrom(on.actor, id, body);
        const seen = { asOf: new Date(asOf), places: Number(places) as Places, figures };
        await tried({ office: this.office, actor: on.actor, caseId: id, back }, () =>
          consultationDesk.issueReport(this.office, act, seen),
        );
        wakeSender(this.office.pool);
        return seeOther(back, { saying: 'The report is issued. The people concerned are told.' });
      },
    });
  }

  private async preview(on: OnConsultation, places: Precision['places']) {
    const { consultation, view } = on;
    const { pool } = this.office;
    if (!consultation?.launchedAt) return this.page(on, { model: null, issued: [] });
    const figures = await report.unlessCompared(this.figures(on, places));
    if (figures === null) return this.page(on, { model: null, isCompared: true, issued: [] });
    const task = taskGroups(view)
      .flatMap(({ rows }) => rows)
      .find(({ id }) => id === 'report-consultation');
    return this.page(on, {
      model: report.model(figures),
      words: report.words(),
      drawn: report.picture,
      leastShown: report.leastShown,
      issued: await report.issued(pool, consultation.id),
      mayIssue: task?.standing === 'ready',
      blockers: task?.blockers ?? [],
      places,
      placesItems: PLACES.map((value) => ({
        value,
        text: report.words().digits[Number(value)],
        checked: value === places,
      })),
      marks: {
        ...{ [SEEN_FIELD]: view.version, asOf: figures.asOf, places },
        figures: report.fingerprint(figures),
      },
    });
  }

  private async figures(on: OnConsultation, places: Precision['places']) {
    const { pool } = this.office;
    const { id: consultation } = begun(on);
    const asOf = await now(pool);
    return report.figures(pool, { consultation, asOf, places: Number(places) as Places });
  }

  private on(who: Visitor, caseId: string): Promise<OnConsultation> {
    return onConsultation(this.office.pool, who, caseId);
  }

  private page(on: OnConsultation, data: Readonly<Record<string, unknown>>) {
    return consultationPage(this.office.pool, on, { name: 'report', section: SECTION }, data);
  }
}
