import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { responses } from '#consultation';
import type { WholeResponse } from '#consultation';
import { readDocuments } from '#evidence';
import type { Visitor } from '#identity';
import { inTransaction, Refusal } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, choice, optionalText, text } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { attachment, seeOther } from '../../http/page.js';
import { named, type Named } from '../../http/parameters.js';
import { begun, consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { inWords } from './response-words.js';

const UUID = { schema: z.uuid() };
const ONE = named('id', 'response');
type One = Named<'id' | 'response'>;
const FILE = named('id', 'response', 'document');
type File = Named<'id' | 'response' | 'document'>;

const Looked = z
  .object({
    outcome: choice(['same', 'not-same'], 'Select whether the words are the same.'),
    words: optionalText({ max: 20_000 }),
  })
  .refine(({ outcome, words }) => outcome === 'same' || words !== '', {
    path: ['words'],
    error: 'Enter the words as the scan has them.',
  });
const Joined = z.object({
  as: z
    .string()
    .trim()
    .regex(/^(R-?)?\d{1,9}$/i, 'Enter the number of the other reply, like R-0012.')
    .transform((given) => Number(given.replace(/\D/g, ''))),
  reason: text('Enter your reason.', { max: 1_000 }),
});
const Parted = z.object({ reason: text('Enter your reason.', { max: 1_000 }) });

/** What stands beside a reply: its files, the second look at its words, and who it is of. */
@Controller('cases/:id/consultation/responses')
@For('clerk')
export class BesideController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get('second-looks')
  async waiting(@Param('id', UUID) id: string, @Who() who: Visitor) {
    const on = await onConsultation(this.office.pool, who, id);
    const found = await responses.secondLooks.waiting(this.office.pool, begun(on).id);
    const lines = found.map((line) => ({
      ...inWords(line),
      isOwn: line.enteredBy === on.actor.person,
    }));
    return this.page(on, 'second-looks', { lines });
  }

  @Get(':response/look')
  async askToLook(@Param(ONE) { id, response }: One, @Who() who: Visitor) {
    const { on, whole } = await this.read(who, id, response);
    return this.look(on, whole);
  }

  @Post(':response/look')
  async lookAgain(@Param(ONE) { id, response }: One, @Body() body: unknown, @Who() who: Visitor) {
    const { on, whole } = await this.read(who, id, response);
    return answered(Looked, body, {
      bad: () => this.look(on, whole),
      good: async ({ outcome, words }) => {
        const looked = {
          ...{ consultation: begun(on).id, response },
          words: outcome === 'same' ? null : words,
        };
        await inTransaction(this.office.pool, (tx) =>
          responses.secondLooks.look(tx, on.actor, looked),
        );
        const same = `${whole.reference} says what its scan says.`;
        const saying = outcome === 'same' ? same : `${whole.reference} has a corrected version.`;
        return seeOther(this.home(id, 'second-looks'), { saying });
      },
    });
  }

  @Get(':response/files/:document')
  async file(@Param(FILE) { id, response, document }: File, @Who() who: Visitor) {
    const { on } = await this.read(who, id, response);
    const consultation = begun(on).id;
    const { files } = await responses.beside(this.office.pool, { consultation, response });
    if (!files.some((file) => file.id === document)) throw new Refusal('not-found');
    const [found] = await readDocuments(this.office.pool, {
      ...{ streams: [`consultation:${consultation}`], ids: [document] },
    });
    if (found === undefined) throw new Refusal('not-found');
    const content = await this.office.documents.open(found);
    return attachment(found.fileName, found.mediaType, content);
  }

  @Get(':response/same-person')
  async askSame(@Param(ONE) { id, response }: One, @Who() who: Visitor) {
    const { on, whole } = await this.read(who, id, response);
    return this.same(on, whole);
  }

  @Post(':response/same-person')
  async join(@Param(ONE) { id, response }: One, @Body() body: unknown, @Who() who: Visitor) {
    const { on, whole } = await this.read(who, id, response);
    return answered(Joined, body, {
      bad: () => this.same(on, whole),
      good: async (given) => {
        const joined = { consultation: begun(on).id, response, ...given };
        await inTransaction(this.office.pool, (tx) =>
          responses.samePerson.join(tx, on.actor, joined),
        );
        const saying = 'These replies are of one person. All their words are kept.';
        return seeOther(this.home(id, response), { saying });
      },
    });
  }

  @Post(':response/not-same-person')
  async part(@Param(ONE) { id, response }: One, @Body() body: unknown, @Who() who: Visitor) {
    const { on, whole } = await this.read(who, id, response);
    return answered(Parted, body, {
      bad: () => this.same(on, whole),
      good: async ({ reason }) => {
        const parted = { consultation: begun(on).id, response, reason };
        await inTransaction(this.office.pool, (tx) =>
          responses.samePerson.part(tx, on.actor, parted),
        );
        const saying = `${whole.reference} is of a person of its own again.`;
        return seeOther(this.home(id, response), { saying });
      },
    });
  }

  private async read(who: Visitor, caseId: string, response: string) {
    const on = await onConsultation(this.office.pool, who, caseId);
    const { consultation } = on;
    const whole =
      consultation && (await responses.find(this.office.pool, consultation.id, response));
    if (!whole) throw new Refusal('not-found');
    return { on, whole };
  }

  private async look(on: OnConsultation, whole: WholeResponse) {
    const of = { consultation: begun(on).id, response: whole.id };
    const { files } = await responses.beside(this.office.pool, of);
    const scans = files.filter(({ kind }) => kind === 'scan');
    if (scans.length === 0) throw new Refusal('not-found');
    return this.page(on, 'second-look', {
      ...{ response: inWords(whole), scans },
      isOwn: whole.enteredBy === on.actor.person,
      looked: await responses.secondLooks.of(this.office.pool, whole.id),
      values: { words: whole.words ?? '' },
    });
  }

  private async same(on: OnConsultation, whole: WholeResponse) {
    const all = await responses.samePerson.all(this.office.pool, begun(on).id, whole.id);
    const others = all.filter(({ id }) => id !== whole.id);
    const own = all.find(({ id }) => id === whole.id);
    return this.page(on, 'same-person', { response: inWords(whole), others, own });
  }

  private page(on: OnConsultation, name: string, data: Readonly<Record<string, unknown>>) {
    return consultationPage(this.office.pool, on, { name, section: 'responses' }, data);
  }

  private home(caseId: string, place: string): string {
    return `/cases/${caseId}/consultation/responses/${place}`;
  }
}
