import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '#platform';
import { projectGroups } from '#cases';
import type { Office } from '#cases';
import { DOCUMENT_KINDS, downloadHeaders } from '#evidence';
import type { Visitor } from '#identity';
import { OFFICE } from '../../http/acts.js';
import { answered, choice, nonceOf, text } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { page, seeOther } from '../../http/page.js';
import { readForm } from '../../http/read-form.js';
import { documentChoices } from '../documents-model.js';
import { onGroup } from './on-group.js';

const ID = { schema: z.uuid() };
const PAPER = z.object({
  kind: choice(DOCUMENT_KINDS, 'Choose what kind of paper it is.'),
  title: text('Enter a title.'),
});

/** Papers that a group holds once for all its schools. */
@Controller('groups/:group/papers')
@For('clerk')
export class GroupPapersController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get('add')
  async ask(@Param('group', ID) id: string, @Who() who: Visitor) {
    return this.addPage(who, id);
  }

  @Post('add')
  async add(@Param('group', ID) id: string, @Req() request: FastifyRequest, @Who() who: Visitor) {
    const { actor } = await onGroup(this.office.pool, who, id);
    const { fields, files } = await readForm(request, ({ name, content }) =>
      this.office.documents.receive({ fileName: name, content }),
    );
    return answered(PAPER, fields, {
      good: async ({ kind, title }) => {
        const [file] = files;
        if (file === undefined) {
          throw new Refusal('invalid', { faults: { file: 'Choose the file.' } });
        }
        const content = { ...fields, sha256: file.sha256 };
        const form = { nonce: nonceOf(fields), person: actor.person, content };
        const paper = { file, kind, title, ...HELD };
        await projectGroups.filePapers(this.office, { actor, form, group: id, paper });
        return seeOther(`/groups/${id}`, { saying: `“${title}” is held by the group.` });
      },
      bad: () => this.addPage(who, id),
    });
  }

  @Get(':document')
  async file(
    @Param('group', ID) id: string,
    @Param('document', ID) documentId: string,
    @Who() who: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { actor } = await onGroup(this.office.pool, who, id);
    const papers = await projectGroups.papers(this.office.pool, actor, id);
    const document = papers.find((paper) => paper.id === documentId);
    if (document === undefined) throw new Refusal('not-found', { document: documentId });
    const content = await this.office.documents.open(document);
    void reply.headers(downloadHeaders(document));
    return content;
  }

  private async addPage(who: Visitor, id: string) {
    const { group } = await onGroup(this.office.pool, who, id);
    return page('clerk/groups/add-paper', { group, kinds: documentChoices().kinds });
  }
}

/** A shared paper is finished, and for the boards of the group. */
const HELD = { dated: null, status: 'approved', confidentiality: 'board' } as const;
