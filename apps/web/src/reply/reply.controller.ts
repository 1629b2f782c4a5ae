import { Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Office } from '#cases';
import { invitations, publication } from '#consultation';
import type { Invitation } from '#consultation';
import { spend } from '#identity';
import { wakeSender } from '#mail';
import { inTransaction, Refusal, type Settings, type Tx } from '#platform';
import { OFFICE } from '../http/acts.js';
import { answered, nonceOf } from '../http/answers.js';
import { ForLinkHolder } from '../http/audience.js';
import { attachment, page, seeOther, type Page, type SeeOther } from '../http/page.js';
import { readForm } from '../http/read-form.js';
import { receivedFile, receiveFile } from '../http/received-file.js';
import { SETTINGS } from '../http/tokens.js';
import { answersIn } from '../views/answer-fields.js';
import { sectionsShown } from '../views/consultation-text.js';
import { answerForm, ChangeForm, sendForm, unfinishedForm, WithdrawForm } from './reply-forms.js';
import type { Answered } from './reply-forms.js';
import {
  clashPage,
  codeRows,
  documentOf,
  recordedFor,
  replyPage,
  sentReply,
} from './reply-pages.js';
import { Visits } from './visit.js';

const Which = z.object({ reply: z.uuid().optional() });
const KEPT = 'Your draft is kept. It is not sent: open the link in your letter to go on.';
const MOST_FILES = 3;
const REPLIES = { name: 'replies of an invitation', most: 20, windowSeconds: 3_600 };

/** The pages of one invitation. What is read or written is found by the visit's letter alone. */
@Controller('reply')
@ForLinkHolder()
export class ReplyController {
  private readonly visits: Visits;

  constructor(
    @Inject(OFFICE) private readonly office: Office,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.visits = new Visits(settings.secretKeys);
  }

  @Get()
  async invited(@Req() request: FastifyRequest) {
    const invitation = await this.invitationOf(request);
    if (invitation === null) return lost();
    const document = await documentOf(this.office.pool, invitation);
    const [text] = await publication.versions(this.office.pool, invitation.consultation);
    const answers = await publication.answers(this.office.pool, invitation.consultation);
    return replyPage('invited', invitation, { document, sections: sectionsShown(text), answers });
  }

  @Get('document')
  async document(@Req() request: FastifyRequest) {
    const invitation = await this.invitationOf(request);
    const document = invitation && (await documentOf(this.office.pool, invitation));
    if (!document) throw new Refusal('not-found');
    const { fileName, mediaType } = document;
    return attachment(fileName, mediaType, await this.office.documents.open(document));
  }

  @Get('answer')
  async answer(@Req() request: FastifyRequest) {
    const invitation = await this.invitationOf(request);
    if (invitation === null || !invitation.mayReply) return seeOther('/reply');
    return replyPage('answer', invitation);
  }

  @Post('answer')
  saveAnswer(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.taken(request, reply, (invitation) =>
      answered(answerForm(invitation.questions), request.body, {
        bad: () => replyPage('answer', invitation),
        good: async (form) => (await this.save(invitation, form)) ?? seeOther('/reply/check'),
      }),
    );
  }

  /** What is not finished is kept as it is: its holder comes back by the link in the letter. */
  @Post('save')
  saveForLater(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.taken(request, reply, (invitation) =>
      answered(unfinishedForm(invitation.questions), request.body, {
        bad: () => replyPage('answer', invitation),
        good: async (form) =>
          (await this.save(invitation, form)) ?? seeOther('/reply', { saying: KEPT }),
      }),
    );
  }

  @Get('check')
  async check(@Req() request: FastifyRequest) {
    const invitation = await this.invitationOf(request);
    if (invitation === null || !invitation.mayReply || !invitation.draft) return seeOther('/reply');
    return invitation.draft.view === null
      ? seeOther('/reply/answer')
      : replyPage('check', invitation);
  }

  @Post('send')
  send(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.taken(request, reply, async (invitation) => {
      await spend(this.office.pool, REPLIES, invitation.letter);
      const { fields, files: given } = await this.readSent(request);
      const schools = invitation.together.map(({ consultation }) => consultation);
      return answered(sendForm(schools), fields, {
        bad: () => replyPage('check', invitation),
        good: async ({ invitation: shown, version, ...chosen }) => {
          const { documents } = this.office;
          const attached = { documents, files: given.map(receivedFile) };
          const sending = { nonce: nonceOf(fields), version, ...chosen, attached };
          await this.write(shown, invitation, (tx) => invitations.send(tx, shown, sending));
          wakeSender(this.office.pool);
          return seeOther('/reply/receipt');
        },
      });
    });
  }

  @Get('receipt')
  async receipt(@Req() request: FastifyRequest) {
    const invitation = await this.invitationOf(request);
    if (!invitation?.current) return seeOther('/reply');
    const recorded = await recordedFor(this.office.pool, invitation);
    const [{ proof }] = recorded;
    return replyPage('receipt', invitation, { proof, recorded, codes: codeRows(recorded) });
  }

  @Post('change')
  change(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.taken(request, reply, (invitation) =>
      answered(ChangeForm, request.body, {
        bad: () => replyPage('invited', invitation),
        good: async ({ invitation: shown }) => {
          await this.write(shown, invitation, (tx) => invitations.change(tx, shown));
          return seeOther('/reply/check');
        },
      }),
    );
  }

  @Get('withdraw')
  async askToWithdraw(
    @Query({ schema: Which }) { reply }: z.infer<typeof Which>,
    @Req() request: FastifyRequest,
  ) {
    const invitation = await this.invitationOf(request);
    return this.withdrawal(invitation, reply);
  }

  @Post('withdraw')
  withdraw(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.taken(request, reply, (invitation) =>
      answered(WithdrawForm, request.body, {
        bad: () => replyPage('invited', invitation),
        good: async ({ invitation: shown, reply: response }) => {
          await this.write(shown, invitation, (tx) => invitations.withdraw(tx, shown, response));
          return seeOther('/reply', {
            saying: 'Your reply is withdrawn. It is no longer counted.',
          });
        },
      }),
    );
  }

  /** A form without files may come as one, too. */
  private async readSent(request: FastifyRequest) {
    if (!request.isMultipart()) return { fields: request.body, files: [] };
    return readForm(request, (file) => receiveFile(this.office, file), { files: MOST_FILES });
  }

  private withdrawal(invitation: Invitation | null, id: string | undefined): Page | SeeOther {
    const found = invitation?.replies.find((reply) => reply.id === id);
    if (!invitation || !found || invitation.phase === 'over') return seeOther('/reply');
    const reply = sentReply(found, invitation.questions);
    return reply.stands ? replyPage('withdraw', invitation, { reply }) : seeOther('/reply');
  }

  private async invitationOf(request: FastifyRequest): Promise<Invitation | null> {
    const letter = this.visits.letterOf(request);
    return letter === null ? null : invitations.open(this.office.pool, letter);
  }

  /** A form of whoever is still here; to everybody else, what they typed is handed back. */
  private async taken<R>(
    request: FastifyRequest,
    reply: FastifyReply,
    act: (invitation: Invitation) => Promise<R | Page>,
  ): Promise<R | Page> {
    const invitation = await this.invitationOf(request);
    if (invitation === null) return lost(request.body ?? {});
    this.visits.begin(reply, invitation.letter);
    return act(invitation);
  }

  /**
   * Saves what was typed; null when it is saved. Where somebody else saved meanwhile nothing is
   * overwritten: the page shows both, and its holder decides.
   */
  private async save(invitation: Invitation, form: Answered): Promise<Page | null> {
    const { invitation: shown, version, view, words, group, ...answers } = form;
    const typed = { view, words, group, answers: answersIn(invitation.questions, answers) };
    try {
      const changes = { version, ...typed };
      await this.write(shown, invitation, (tx) => invitations.save(tx, shown, changes));
      return null;
    } catch (error) {
      const isClash = error instanceof Refusal && error.code === 'conflict';
      if (!isClash || shown !== invitation.letter) throw error;
      return clashPage(await invitations.open(this.office.pool, shown), typed);
    }
  }

  /** A form of another invitation (two letters in one browser) is not mistaken for this one's. */
  private async write<R>(
    shown: string,
    { letter }: Invitation,
    act: (tx: Tx) => Promise<R>,
  ): Promise<R> {
    if (shown !== letter) throw new Refusal('conflict', { back: '/reply' });
    return inTransaction(this.office.pool, act);
  }
}

/** Nobody knows whose page this is: the letter's link has to be opened again. */
function lost(body?: unknown): Page {
  const typed = (body as { words?: unknown } | undefined)?.words;
  const words = typeof typed === 'string' && typed.trim() !== '' ? typed : null;
  return page('reply/lost', { words }, body === undefined ? 200 : 403);
}
