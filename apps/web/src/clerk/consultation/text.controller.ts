import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { caseDocuments } from '#cases';
import type { Office } from '#cases';
import { publication } from '#consultation';
import type { Said, Section } from '#consultation';
import type { Visitor } from '#identity';
import { inTransaction, Refusal } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, optionalText } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { begun, consultationPage, onConsultation, toPlan } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { documentItems, textModel } from './text-model.js';

const UUID = { schema: z.uuid() };
const SECTION = 'text';
const MOST_WORDS = 20_000;
const Written = z
  .strictObject({
    version: z.coerce.number().int().min(0),
    words: optionalText({ max: MOST_WORDS }),
    document: z.union([z.literal(''), z.uuid()]).default(''),
    place: optionalText(),
  })
  .refine(({ words, place }) => words === '' || place === '', {
    path: ['place'],
    error: 'Write the section here or say where the document has it, not both.',
  })
  .refine(({ document, place }) => document === '' || place !== '', {
    path: ['place'],
    error: 'Enter the page or the heading at which the document has it.',
  })
  .refine(({ document, place }) => place === '' || document !== '', {
    path: ['document'],
    error: 'Select the document.',
  });

/** What people read before they answer: written here in sections, published in versions. */
@Controller('cases/:id/consultation/text')
@For('clerk')
export class TextController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async list(@Param('id', UUID) id: string, @Who() who: Visitor) {
    const { pool } = this.office;
    const on = await this.on(who, id);
    const of = on.consultation?.id;
    const newest = of === undefined ? null : await publication.newest(pool, of);
    const versions = of === undefined ? [] : await publication.versions(pool, of);
    const model = textModel(on, newest, versions);
    return consultationPage(pool, on, { name: 'text', section: SECTION }, model);
  }

  @Post()
  async publish(@Param('id', UUID) id: string, @Who() who: Visitor) {
    const on = await this.on(who, id);
    const { id: consultation, document } = begun(on);
    await inTransaction(this.office.pool, (tx) =>
      publication.publish(tx, on.actor, { consultation, document: document! }),
    );
    return seeOther(this.home(id), { saying: 'Everybody can read the new version now.' });
  }

  @Get(':section')
  async ask(@Param('id', UUID) id: string, @Param('section') name: string, @Who() who: Visitor) {
    return this.form(await this.on(who, id), sectionOf(name));
  }

  @Post(':section')
  async write(
    @Param('id', UUID) id: string,
    @Param('section') name: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const section = sectionOf(name);
    return answered(Written, body, {
      bad: () => this.form(on, section),
      good: async ({ version: seen, ...given }) => {
        const said = saidBy(given);
        if (said !== null && 'place' in said) await this.requireDocument(on, said.document);
        await inTransaction(this.office.pool, async (tx) => {
          const { id: consultation } = await toPlan(tx, on);
          const written = { consultation, seen, section: section.id, said };
          await publication.write(tx, on.actor, written);
        });
        const kept = said === null ? 'says nothing now' : 'is saved';
        return seeOther(this.home(id), { saying: `“${section.title}” ${kept}.` });
      },
    });
  }

  private async form(on: OnConsultation, section: Section) {
    const { pool } = this.office;
    const of = on.consultation?.id;
    const newest = of === undefined ? null : await publication.newest(pool, of);
    const said = newest?.sections[section.id];
    const documents = await caseDocuments(pool, on.actor, on.view.id);
    return consultationPage(
      pool,
      on,
      { name: 'text-section', section: SECTION },
      {
        section,
        said,
        documents: documentItems(documents),
        values: said,
        marks: { version: newest?.version ?? 0 },
        mostWords: MOST_WORDS,
      },
    );
  }

  private async requireDocument(on: OnConsultation, id: string): Promise<void> {
    const found = await caseDocuments(this.office.pool, on.actor, on.view.id, [id]);
    if (found[0]?.kind !== 'consultationDocument') throw new Refusal('not-found', { id });
  }

  private on(who: Visitor, caseId: string): Promise<OnConsultation> {
    return onConsultation(this.office.pool, who, caseId);
  }

  private home(caseId: string): string {
    return `/cases/${caseId}/consultation/${SECTION}`;
  }
}

function sectionOf(name: string): Section {
  const found = publication.sections().find(({ id }) => id === name);
  if (found === undefined) throw new Refusal('not-found', { section: name });
  return found;
}

function saidBy({
  words,
  document,
  place,
}: Record<'words' | 'document' | 'place', string>): Said | null {
  if (words !== '') return { words };
  return place === '' ? null : { document, place };
}
