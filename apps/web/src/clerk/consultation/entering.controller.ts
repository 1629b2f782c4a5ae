import { Controller, Get, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Office } from '#cases';
import { consultees, publication, responses } from '#consultation';
import type { EnteredResponse } from '#consultation';
import type { KeptFile } from '#evidence';
import type { Visitor } from '#identity';
import { answerOnce, inTransaction } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, nonceOf } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { readForm } from '../../http/read-form.js';
import { answersIn, questionsToAsk, withAnswers } from '../../views/answer-fields.js';
import { receivedFile, receiveFile } from '../../http/received-file.js';
import { OrganisationForm, orNull, PersonForm, PetitionForm, publishItems } from './entry-forms.js';
import { begun, consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { groupItems, viewItems } from './response-words.js';

const UUID = { schema: z.uuid() };
const MOST_NAMES = 2_000;

/** What did not come by itself is typed in by a clerk: a letter, a call, a petition. */
@Controller('cases/:id/consultation/responses/enter')
@For('clerk')
export class EnteringController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async ask(@Param('id', UUID) id: string, @Who() who: Visitor) {
    return this.person(await this.on(who, id));
  }

  @Post()
  async enter(@Param('id', UUID) id: string, @Req() request: FastifyRequest, @Who() who: Visitor) {
    const on = await this.on(who, id);
    const { fields, files } = await this.read(request);
    const asked = await publication.questions.asked(this.office.pool, begun(on).id);
    return answered(withAnswers(PersonForm, asked), fields, {
      bad: () => this.person(on),
      good: ({ channel, consultee, onForm, ...rest }) => {
        const answers = { typed: answersIn(asked, rest), asked: onForm.length > 0 };
        const facts = { ...said(rest), channel, consultee: orNull(consultee), answers };
        return this.record(
          on,
          fields,
          facts,
          files[0] === undefined ? null : receivedFile(files[0]),
        );
      },
    });
  }

  @Get('petition')
  async askPetition(@Param('id', UUID) id: string, @Who() who: Visitor) {
    return this.page(await this.on(who, id), 'petition-enter');
  }

  @Post('petition')
  async enterPetition(
    @Param('id', UUID) id: string,
    @Req() request: FastifyRequest,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const { fields, files } = await this.read(request);
    return answered(PetitionForm, fields, {
      bad: () => this.page(on, 'petition-enter'),
      good: ({ title, signatories, ...rest }) => {
        const petition = { ...said(rest), form: 'petition' as const, title, signatories };
        return this.record(on, fields, petition, receivedFile(files[0]));
      },
    });
  }

  @Get('organisation')
  async askOrganisation(@Param('id', UUID) id: string, @Who() who: Visitor) {
    return this.page(await this.on(who, id), 'organisation-enter');
  }

  @Post('organisation')
  async enterOrganisation(
    @Param('id', UUID) id: string,
    @Req() request: FastifyRequest,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const { fields, files } = await this.read(request);
    return answered(OrganisationForm, fields, {
      bad: () => this.page(on, 'organisation-enter'),
      good: ({ speaksFor, ...rest }) => {
        const letter = { ...said(rest), form: 'organisation' as const, speaksFor };
        return this.record(
          on,
          fields,
          letter,
          files[0] === undefined ? null : receivedFile(files[0]),
        );
      },
    });
  }

  private read(request: FastifyRequest) {
    return readForm(request, (file) => receiveFile(this.office, file));
  }

  private async record(
    on: OnConsultation,
    fields: Readonly<Record<string, unknown>>,
    facts: Omit<EnteredResponse, 'consultation'>,
    file: KeptFile | null,
  ) {
    const { id: consultation } = begun(on);
    const content = { ...fields, scan: file?.sha256 ?? null };
    const form = { nonce: nonceOf(fields), person: on.actor.person, content };
    const scan = file === null ? null : { documents: this.office.documents, file };
    const { reference } = await inTransaction(this.office.pool, (tx) =>
      answerOnce(tx, form, () => responses.enter(tx, on.actor, { consultation, ...facts }, scan)),
    );
    const checked = scan === null ? '' : ' Another clerk of your desk checks it against the scan.';
    const saying = `It is recorded as ${reference}.${checked}`;
    return seeOther(`/cases/${on.view.id}/consultation/responses`, { saying });
  }

  private async on(who: Visitor, caseId: string): Promise<OnConsultation> {
    const on = await onConsultation(this.office.pool, who, caseId);
    begun(on);
    return on;
  }

  private async person(on: OnConsultation) {
    const { pool } = this.office;
    const people = await consultees.list(pool, begun(on).id, { most: MOST_NAMES });
    const asked = await publication.questions.asked(pool, begun(on).id);
    const { didNotSay } = publication.questions.words();
    return this.page(on, 'response-enter', {
      questions: questionsToAsk(asked, didNotSay),
      people: people.map(({ id, name, email }) => ({
        value: id,
        text: email === null ? name : `${name} (${email})`,
      })),
    });
  }

  private page(on: OnConsultation, name: string, data: Readonly<Record<string, unknown>> = {}) {
    const section = { name, section: 'responses' } as const;
    const items = {
      ...{ groupItems: groupItems(), viewItems: viewItems(), publishItems: publishItems() },
    };
    return consultationPage(this.office.pool, on, section, { ...items, ...data });
  }
}

type Given = Pick<EnteredResponse, 'receivedOn' | 'words'> & {
  readonly author: string;
  readonly group: EnteredResponse['group'] | '';
  readonly view: EnteredResponse['view'] | '';
  readonly publish: EnteredResponse['publish'] | '';
};

function said(given: Given): Omit<EnteredResponse, 'consultation'> {
  const { receivedOn, words, author, group, view, publish } = given;
  return {
    channel: 'paper',
    consultee: null,
    receivedOn,
    words,
    author: orNull(author),
    group: group || null,
    view: view || null,
    publish: publish || null,
  };
}
