import { Controller, Get, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Office } from '#cases';
import { responses } from '#consultation';
import { readDocuments } from '#evidence';
import type { Visitor } from '#identity';
import { answerOnce, inTransaction, Refusal } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, nonceOf } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { attachment, seeOther } from '../../http/page.js';
import { readForm } from '../../http/read-form.js';
import { receivedFile, receiveFile } from '../../http/received-file.js';
import { BallotForm, orNull } from './entry-forms.js';
import { begun, consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';

const UUID = { schema: z.uuid() };

/** Ballots that others held: kept as evidence for the board, and counted with no reply. */
@Controller('cases/:id/consultation/ballots')
@For('clerk')
export class BallotsController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async list(@Param('id', UUID) id: string, @Who() who: Visitor) {
    return this.show(await this.on(who, id));
  }

  @Post()
  async keep(@Param('id', UUID) id: string, @Req() request: FastifyRequest, @Who() who: Visitor) {
    const on = await this.on(who, id);
    const { fields, files } = await readForm(request, (file) => receiveFile(this.office, file));
    return answered(BallotForm, fields, {
      bad: () => this.show(on),
      good: async ({ asked, voted, ...held }) => {
        const file = receivedFile(files[0]);
        const { documents, pool } = this.office;
        const counts = { asked: orNull(asked), voted: orNull(voted) };
        const given = { consultation: begun(on).id, documents, file, ...held, ...counts };
        const content = { ...fields, file: file.sha256 };
        const form = { nonce: nonceOf(fields), person: on.actor.person, content };
        await inTransaction(pool, (tx) =>
          answerOnce(tx, form, async () => {
            await responses.ballots.keep(tx, on.actor, given);
            return {};
          }),
        );
        const saying = 'The ballot is kept as evidence. It is no reply.';
        return seeOther(`/cases/${id}/consultation/ballots`, { saying });
      },
    });
  }

  @Get(':document/file')
  async file(
    @Param('id', UUID) id: string,
    @Param('document', UUID) document: string,
    @Who() who: Visitor,
  ) {
    const consultation = begun(await this.on(who, id)).id;
    const ballots = await responses.ballots.of(this.office.pool, consultation);
    if (!ballots.some((one) => one.document === document)) throw new Refusal('not-found');
    const [found] = await readDocuments(this.office.pool, {
      ...{ streams: [`consultation:${consultation}`], ids: [document] },
    });
    if (found === undefined) throw new Refusal('not-found');
    const content = await this.office.documents.open(found);
    return attachment(found.fileName, found.mediaType, content);
  }

  private async show(on: OnConsultation) {
    const ballots = await responses.ballots.of(this.office.pool, begun(on).id);
    const section = { name: 'ballots', section: 'overview' } as const;
    return consultationPage(this.office.pool, on, section, { ballots });
  }

  private async on(who: Visitor, caseId: string): Promise<OnConsultation> {
    const on = await onConsultation(this.office.pool, who, caseId);
    begun(on);
    return on;
  }
}
