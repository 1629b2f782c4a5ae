import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '#platform';
import type { Actor } from '#platform';
import { caseDocuments, clerkDesk, filePapers } from '#cases';
import type { CaseView, Office } from '#cases';
import { DOCUMENT_KINDS, downloadHeaders } from '#evidence';
import type { Document } from '#evidence';
import type { Visitor } from '#identity';
import { OFFICE } from '../http/acts.js';
import { answered, choice, nonceOf, optionalDateIn, text } from '../http/answers.js';
import { For, Who } from '../http/audience.js';
import { page, seeOther } from '../http/page.js';
import { readForm } from '../http/read-form.js';
import { clerkCase, frameOf } from './case-frame.js';
import { receiveFile, receivedFile } from '../http/received-file.js';
import {
  confidentialityName,
  documentChoices,
  documentRows,
  isOfGroup,
  kindName,
  rowOf,
  usesInWords,
  versionsOf,
} from './documents-model.js';

const ID = { schema: z.uuid() };
const REPLACES = z.object({ replaces: z.uuid().optional() });

const DOCUMENT = z.object({
  kind: choice(DOCUMENT_KINDS, 'Choose what kind of document it is.'),
  title: text('Enter a title.'),
  dated: optionalDateIn('Enter the date on the document, or leave it empty.').default(null),
  status: choice(['draft', 'approved', 'signed'], 'Choose how far it is.'),
  confidentiality: choice(
    ['public', 'board', 'part2', 'privileged', 'personal'],
    'Choose who it is for.',
  ),
});

/** The documents of a case: listed, shown, added, replaced and handed over. */
@Controller('cases/:id/documents')
@For('clerk')
export class DocumentsController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async list(@Param('id', ID) id: string, @Who() who: Visitor) {
    const { view, documents } = await this.read(who, id);
    const names = await this.uploaders(documents);
    const rows = documentRows(id, documents, names);
    return page('clerk/documents', { frame: frameOf(view, 'documents'), rows });
  }

  @Get('add')
  async ask(
    @Param('id', ID) id: string,
    @Query({ schema: REPLACES }) { replaces }: z.infer<typeof REPLACES>,
    @Who() who: Visitor,
  ) {
    const { view, documents } = await this.read(who, id);
    return addPage(view, replacedOf(documents, replaces));
  }

  @Post('add')
  async add(
    @Param('id', ID) id: string,
    @Query() query: Record<string, string>,
    @Req() request: FastifyRequest,
    @Who() who: Visitor,
  ) {
    const { actor, view, documents } = await this.read(who, id);
    const replaced = replacedOf(documents, query['replaces']);
    const { fields, files } = await readForm(request, (file) => receiveFile(this.office, file));
    return answered(DOCUMENT, fields, {
      good: async ({ title, ...facts }) => {
        const file = receivedFile(files[0]);
        const supersedes = replaced?.id ?? null;
        const form = {
          nonce: nonceOf(fields),
          person: actor.person,
          content: { ...fields, supersedes, sha256: file.sha256 },
        };
        await filePapers(this.office, { actor, caseId: id, form }, [
          { file, title, ...facts, supersedes },
        ]);
        return seeOther(`/cases/${id}/documents`, { saying: `“${title}” is on the record.` });
      },
      bad: () => addPage(view, replaced),
    });
  }

  @Get(':document')
  async show(
    @Param('id', ID) id: string,
    @Param('document', ID) documentId: string,
    @Who() who: Visitor,
  ) {
    const { view, documents } = await this.read(who, id);
    const document = documentIn(documents, documentId);
    const names = await this.uploaders(documents);
    const uses = await clerkDesk.usesOfDocument(this.office.pool, id, documentId);
    const versions = versionsOf(documents, document);
    return page('clerk/document', {
      frame: frameOf(view, 'documents'),
      row: rowOf(id, document, names),
      document,
      confidentiality: confidentialityName(document.confidentiality),
      newer:
        document.supersededBy === null ? null : `/cases/${id}/documents/${document.supersededBy}`,
      versions: versions.map((one) => ({
        ...rowOf(id, one, names),
        isThis: one.id === documentId,
      })),
      uses: usesInWords(id, uses, view.bodies),
      replaceHref:
        document.supersededBy === null && !isOfGroup(document)
          ? `/cases/${id}/documents/add?replaces=${documentId}`
          : null,
    });
  }

  @Get(':document/file')
  async file(
    @Param('id', ID) id: string,
    @Param('document', ID) documentId: string,
    @Who() who: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { documents } = await this.read(who, id);
    const document = documentIn(documents, documentId);
    const content = await this.office.documents.open(document);
    void reply.headers(downloadHeaders(document));
    return content;
  }

  private async read(
    who: Visitor,
    id: string,
  ): Promise<{ actor: Actor; view: CaseView; documents: readonly Document[] }> {
    const { actor, view } = await clerkCase(this.office.pool, who, id);
    return { actor, view, documents: await caseDocuments(this.office.pool, actor, id) };
  }

  private async uploaders(documents: readonly Document[]): Promise<ReadonlyMap<string, string>> {
    return clerkDesk.namesOfPeople(
      this.office.pool,
      documents.map(({ uploadedBy }) => uploadedBy),
    );
  }
}

function documentIn(documents: readonly Document[], id: string): Document {
  const found = documents.find((document) => document.id === id);
  if (found === undefined) throw new Refusal('not-found', { document: id });
  return found;
}

const replacedOf = (documents: readonly Document[], id: string | undefined): Document | null =>
  id === undefined ? null : documentIn(documents, id);

function addPage(view: CaseView, replaced: Document | null) {
  const query = replaced === null ? '' : `?replaces=${replaced.id}`;
  return page('clerk/add-document', {
    frame: frameOf(view, 'documents'),
    action: `/cases/${view.id}/documents/add${query}`,
    replaced: replaced === null ? null : { title: replaced.title, kind: kindName(replaced.kind) },
    ...documentChoices(),
    values:
      replaced === null
        ? { status: 'draft', confidentiality: 'board' }
        : {
            kind: replaced.kind,
            title: replaced.title,
            status: replaced.status,
            confidentiality: replaced.confidentiality,
          },
  });
}
