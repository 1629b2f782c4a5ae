import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import { Refusal } from '#platform';
import { consultationDesk } from '#cases';
import type { Office, PublishedConsultation } from '#cases';
import { wording } from '#consultation';
import { OFFICE } from '../http/acts.js';
import { ForAnyone } from '../http/audience.js';
import { attachment, page } from '../http/page.js';
import {
  daysLeft,
  windowWords,
  gatheringRows,
  outcomeModel,
  paperForm,
  publicWords,
  sectionTitle,
} from './consultation-model.js';
import { sectionsShown } from '../views/consultation-text.js';

const ID = { schema: z.uuid() };

/** What is published of a consultation: the question, the window, the document, and what followed. */
@Controller('consultations/:id')
@ForAnyone('a launched consultation is public; no name and no reply is shown')
export class ConsultationController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async show(@Param('id', ID) id: string) {
    const { pool } = this.office;
    const path = `/consultations/${id}`;
    const words = publicWords();
    const forthcoming = await consultationDesk.forthcoming(pool, id);
    if (forthcoming !== null) {
      const gatherings = gatheringRows(forthcoming.gatherings);
      return page('public/forthcoming', { consultation: forthcoming, gatherings, words, path });
    }
    const consultation = await consultationDesk.published(pool, id);
    return page('public/consultation', {
      ...{ consultation, words, path },
      standing: words.standings[consultation.standing],
      daysLeft: daysLeft(consultation),
      windowWords: windowWords(consultation),
      sections: sectionsShown(consultation.texts[0]),
      answering: sectionTitle(consultation, 'answering'),
      next: sectionTitle(consultation, 'next'),
      gatherings: gatheringRows(consultation.gatherings),
      groups: groupsShown(consultation),
      outcome: consultation.isOpen
        ? null
        : outcomeModel(await consultationDesk.outcome(this.office, id)),
    });
  }

  /** While it is open: a form to print, for those who have no e-mail. */
  @Get('paper')
  async paper(@Param('id', ID) id: string) {
    const consultation = await consultationDesk.published(this.office.pool, id);
    if (!consultation.isOpen) throw new Refusal('not-found', { consultation: id });
    return page('public/paper-form', paperForm(consultation));
  }

  @Get('text/:version')
  async text(@Param('id', ID) id: string, @Param('version') version: string) {
    const consultation = await consultationDesk.published(this.office.pool, id);
    const text = consultation.texts.find((one) => String(one.version) === version);
    if (text === undefined) throw new Refusal('not-found', { version });
    return page('public/consultation-text', {
      consultation,
      text,
      isNewest: text === consultation.texts[0],
      path: `/consultations/${id}`,
      sections: sectionsShown(text),
    });
  }

  @Get('document')
  async document(@Param('id', ID) id: string) {
    const { document } = await consultationDesk.published(this.office.pool, id);
    if (document === null) throw new Refusal('not-found', { consultation: id });
    const bytes = await this.office.documents.open(document);
    return attachment(document.fileName, document.mediaType, bytes);
  }
}

/** Who is asked, and who is left out for a reason; a group of which nothing is said is not named. */
function groupsShown({ groups }: PublishedConsultation) {
  const { groups: names } = wording();
  const named = groups.map(({ group, ...rest }) => ({ ...rest, name: names[group] }));
  return {
    asked: named.filter(({ people }) => people > 0),
    leftOut: named.filter(({ people, reason }) => people === 0 && reason !== null),
  };
}
