import { Module } from '@nestjs/common';
import { ReplyLinkController } from './reply-link.controller.js';
import { ReplyController } from './reply.controller.js';

/** The pages behind an e-mailed link. */
@Module({ controllers: [ReplyLinkController, ReplyController] })
export class ReplyModule {}
