import { Body, Controller, Get, Inject, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Office } from '#cases';
import { consulteeImports, consultees, GROUPS, wording } from '#consultation';
import { parseAddress } from '#mail';
import type { Visitor } from '#identity';
import { inTransaction, Refusal } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, choice, optionalText, text } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { attachment, seeOther } from '../../http/page.js';
import { readForm } from '../../http/read-form.js';
import { wholeFile } from '../../http/whole-file.js';
import { consultationPage, onConsultation, toPlan } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { groupItems } from './response-words.js';

const PAGE = 100;
const SECTION = 'consultees';
const UUID = { schema: z.uuid() };
const ADDRESS = 'Enter one e-mail address in the correct format, like name@example.com.';

const After = z.object({ after: z.uuid().optional() });
const Nothing = z.object({});
const Person = z
  .strictObject({
    name: text('Enter the person’s name.'),
    email: optionalText({ max: 254 }).refine(
      (email) => email === '' || parseAddress(email) !== null,
      ADDRESS,
    ),
    group: choice(GROUPS, 'Select a group.'),
    organisation: optionalText(),
    postal: optionalText({ max: 500 }),
    telephone: optionalText({ max: 40 }),
    channel: z.union([z.literal(''), z.enum(consultees.ways)]).default(''),
  })
  .refine(({ email, postal, telephone }) => email !== '' || postal !== '' || telephone !== '', {
    path: ['email'],
    error: 'Enter an e-mail address, or a postal address below.',
  });
const FileForm = z.object({ everybodyIs: z.union([z.literal(''), z.enum(GROUPS)]).default('') });
const EXAMPLE =
  'name,email,group,organisation,address\r\n' +
  'Amina Okafor,amina@example.org,parent,,\r\n' +
  'Tom Reed,,neighbour,,"4 Mill Lane, Northtown NT1 2AB"\r\n';

/** Whom the consultation asks: a list, one person at a time, or a file of them. */
@Controller('cases/:id/consultation/consultees')
@For('clerk')
export class ConsulteesController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async list(
    @Param('id', UUID) id: string,
    @Query({ schema: After }) { after }: z.infer<typeof After>,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const { pool } = this.office;
    const of = on.consultation?.id;
    const last = of && after ? await consultees.find(pool, of, after) : null;
    const people = of ? await consultees.list(pool, of, { after: last, most: PAGE + 1 }) : [];
    const groups = of ? await consultees.countByGroup(pool, of) : [];
    const unreached = on.consultation?.launchedAt ? await consultees.unreached.list(pool, of!) : [];
    return this.page(on, 'consultees', {
      people: people.slice(0, PAGE),
      next: people.length > PAGE ? people[PAGE - 1]!.id : null,
      groups,
      letterWords: wording().letterStatuses,
      unreached: unreached.length,
      byPost: groups.reduce((total, { byPost }) => total + byPost, 0),
    });
  }

  @Get('new')
  async ask(@Param('id', UUID) id: string, @Who() who: Visitor) {
    return this.page(await this.on(who, id), 'consultee-new');
  }

  @Post('new')
  async add(@Param('id', UUID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    const on = await this.on(who, id);
    return answered(Person, body, {
      bad: () => this.page(on, 'consultee-new'),
      good: async ({ name, group, channel, ...rest }) => {
        const orNull = (given: string) => (given === '' ? null : given);
        const facts = {
          ...{ email: orNull(rest.email), organisation: orNull(rest.organisation) },
          ...{ postal: orNull(rest.postal), telephone: orNull(rest.telephone) },
          ...(channel !== '' && { channel }),
        };
        await inTransaction(this.office.pool, async (tx) => {
          const { id: consultation } = await toPlan(tx, on);
          const person = { name, group, ...facts };
          await consultees.add(tx, on.actor, consultation, [person], this.office.secondPersonAbove);
        });
        return seeOther(this.home(id), { saying: `${name} is on the list.` });
      },
    });
  }

  @Get('example')
  async example(@Param('id', UUID) id: string, @Who() who: Visitor) {
    await this.on(who, id);
    return attachment('people-to-ask.csv', 'text/csv; charset=utf-8', EXAMPLE);
  }

  @Get('import')
  async chooseFile(@Param('id', UUID) id: string, @Who() who: Visitor) {
    return this.page(await this.on(who, id), 'import-file');
  }

  @Post('import')
  async readFile(
    @Param('id', UUID) id: string,
    @Req() request: FastifyRequest,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const { fields, files } = await readForm(request, wholeFile);
    return answered(FileForm, fields, {
      bad: () => this.page(on, 'import-file'),
      good: async ({ everybodyIs }) => {
        const [file] = files;
        if (!file) throw faulty('Select a CSV file.');
        if (file.bytes === null) throw faulty('The selected file must be smaller than 2 MB.');
        const { fileName, bytes } = file;
        const prepared = await inTransaction(this.office.pool, async (tx) => {
          const { id: consultation } = await toPlan(tx, on);
          const upload = { consultation, fileName, bytes, everybodyIs: everybodyIs || null };
          return consulteeImports.prepare(tx, on.actor, upload);
        });
        return seeOther(`${this.home(id)}/import/${prepared}`);
      },
    });
  }

  @Get('import/:file')
  async preview(
    @Param('id', UUID) id: string,
    @Param('file', UUID) file: string,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const preview =
      on.consultation &&
      (await consulteeImports.preview(this.office.pool, on.consultation.id, file));
    if (!preview) throw new Refusal('not-found');
    return this.page(on, 'import-preview', { preview });
  }

  @Post('import/:file')
  async confirm(
    @Param('id', UUID) id: string,
    @Param('file', UUID) file: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const { consultation, actor } = on;
    if (consultation === null) throw new Refusal('not-found');
    return answered(Nothing, body, {
      bad: () => this.page(on, 'import-file'),
      good: async () => {
        const added = await inTransaction(this.office.pool, (tx) =>
          consulteeImports.confirm(tx, actor, consultation.id, file, this.office.secondPersonAbove),
        );
        // The second click finds the file gone: the people are on the list already.
        const saying = added === null ? null : `${added.toLocaleString('en-GB')} people added.`;
        return seeOther(this.home(id), { saying });
      },
    });
  }

  @Get(':consultee/remove')
  async askToRemove(
    @Param('id', UUID) id: string,
    @Param('consultee', UUID) consultee: string,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const person =
      on.consultation && (await consultees.find(this.office.pool, on.consultation.id, consultee));
    if (!person || person.removedAt !== null) throw new Refusal('not-found');
    return this.page(on, 'consultee-remove', { person });
  }

  @Post(':consultee/remove')
  async remove(
    @Param('id', UUID) id: string,
    @Param('consultee', UUID) consultee: string,
    @Who() who: Visitor,
  ) {
    const { actor, consultation } = await this.on(who, id);
    if (consultation === null) throw new Refusal('not-found');
    const of = { consultation: consultation.id, consultee };
    await inTransaction(this.office.pool, (tx) => consultees.remove(tx, actor, of));
    return seeOther(this.home(id), { saying: 'They are no longer on the list.' });
  }

  private on(who: Visitor, caseId: string): Promise<OnConsultation> {
    return onConsultation(this.office.pool, who, caseId);
  }

  private page(on: OnConsultation, name: string, data: Readonly<Record<string, unknown>> = {}) {
    const { ways } = wording();
    const wayItems = consultees.ways.map((value) => ({ value, text: ways[value] }));
    const all = { groupItems: groupItems(), wayItems, ...data };
    return consultationPage(this.office.pool, on, { name, section: SECTION }, all);
  }

  private home(caseId: string): string {
    return `/cases/${caseId}/consultation/${SECTION}`;
  }
}

const faulty = (file: string) => new Refusal('invalid', { faults: { file } });
