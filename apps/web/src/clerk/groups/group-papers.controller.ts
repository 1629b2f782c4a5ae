import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '#platform';
import { projectGroups } from '#cases';
import type { Office } from '#cases';
import { DOCUMENT_KINDS, downloadHeaders } from '#evidence';
import type { Document } from '#evidence';
import type { Visitor } from '#identity';
import { OFFICE } from '../../http/acts.js';
import { answered, choice, nonceOf, text } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { page, seeOther } from '../../http/page.js';
import { readForm } from '../../http/read-form.js';
import { documentChoices, kindName } from '../documents-model.js';
import { onGroup } from './on-group.js';

const ID = { schema: z.uuid() };
const PAPER = z.object({
  kind: choice(DOCUMENT_KINDS, 'Choose what kind of paper it is.'),
  title: text('Enter a title.'),
  confidentiality: choice(['public', 'board'], 'Choose who it is for.'),
});
const ASKED = z.object({
  replaces: z.uuid().optional().catch(undefined),
  kind: z.enum(DOCUMENT_KINDS).optional().catch(undefined),
});
type Asked = z.infer<typeof ASKED>;

/** Papers that a group holds once for all its schools. */
@Controller('groups/:group/papers')
@For('clerk')
export class GroupPapersController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get('add')
  async ask(
    @Param('group', ID) id: string,
    @Query({ schema: ASKED }) asked: Asked,
    @Who() who: Visitor,
  ) {
    return this.addPage(who, id, asked);
  }

  @Post('add')
  async add(
    @Param('group', ID) id: string,
    @Query() query: Record<string, string>,
    @Req() request: FastifyRequest,
    @Who() who: Visitor,
  ) {
    const { actor } = await onGroup(this.office.pool, who, id);
    const asked = ASKED.parse(query);
    const { fields, files } = await readForm(request, ({ name, content }) =>
      this.office.documents.receive({ fileName: name, content }),
    );
    return answered(PAPER, fields, {
      good: async ({ kind, title, confidentiality }) => {
        const [file] = files;
        if (file === undefined) {
          throw new Refusal('invalid', { faults: { file: 'Choose the file.' } });
        }
        const supersedes = asked.replaces ?? null;
        const content = { ...fields, supersedes, sha256: file.sha256 };
        const form = { nonce: nonceOf(fields), person: actor.person, content };
        const paper = { file, kind, title, confidentiality, supersedes, ...HELD };
        await projectGroups.filePapers(this.office, { actor, form, group: id, paper });
        return seeOther(`/groups/${id}`, { saying: `“${title}” is held by the group.` });
      },
      bad: () => this.addPage(who, id, asked),
    });
  }

  @Get(':document')
  async file(
    @Param('group', ID) id: string,
    @Param('document', ID) documentId: string,
    @Who() who: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const document = await this.paperOf(who, id, documentId);
    const content = await this.office.documents.open(document);
    void reply.headers(downloadHeaders(document));
    return content;
  }

  private async paperOf(who: Visitor, id: string, documentId: string): Promise<Document> {
    const { actor } = await onGroup(this.office.pool, who, id);
    const papers = await projectGroups.papers(this.office.pool, actor, id);
    const found = papers.find((paper) => paper.id === documentId);
    if (found === undefined) throw new Refusal('not-found', { document: documentId });
    return found;
  }

  private async addPage(who: Visitor, id: string, { replaces, kind }: Asked) {
    const { group } = await onGroup(this.office.pool, who, id);
    const replaced = replaces === undefined ? null : await this.paperOf(who, id, replaces);
    const { kinds, confidentialities } = documentChoices();
    return page('clerk/groups/add-paper', {
      group,
      replaced: replaced?.title ?? null,
      action: `/groups/${id}/papers/add${replaced === null ? '' : `?replaces=${replaced.id}`}`,
      kinds,
      audiences: confidentialities.filter(({ value }) => ['public', 'board'].includes(value)),
      values:
        replaced === null
          ? {
              confidentiality: 'board',
              ...(kind === undefined ? {} : { kind, title: kindName(kind) }),
            }
          : {
              kind: replaced.kind,
              title: replaced.title,
              confidentiality: replaced.confidentiality,
            },
    });
  }
}

/** A shared paper is finished. */
const HELD = { dated: null, status: 'approved' } as const;
