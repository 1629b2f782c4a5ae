import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mailIntake } from '#mail';
import type { Settings } from '#platform';
import type { Office } from '#cases';
import { OFFICE } from '../http/acts.js';
import { ForAnyone, FromElsewhere } from '../http/audience.js';
import { BadRequest } from '../http/bad-request.js';
import { SETTINGS } from '../http/tokens.js';

/** Takes answers from a mail provider that received them for us. */
@Controller('mail')
@ForAnyone('only who shows the secret of the settings gets here, and a mail moves no case')
export class MailHookController {
  constructor(
    @Inject(OFFICE) private readonly office: Office,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** 200 once it is kept for one of its addresses at least; 422 when none of them is ours. */
  @Post('inbound')
  @HttpCode(200)
  @FromElsewhere('it shows the secret of the settings')
  async inbound(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const raw = request.body;
    const to = header(request, 'x-envelope-to')
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean);
    if (!Buffer.isBuffer(raw) || raw.length === 0 || to.length === 0) {
      throw new BadRequest(400, 'Send the whole mail, and its addresses in X-Envelope-To.');
    }
    const from = header(request, 'x-envelope-from').replaceAll(/[<>\s]/g, '');
    const results = await mailIntake.accept(this.office.pool, { raw, from, to }, this.settings);
    if (results.every(({ outcome }) => outcome !== 'kept')) void reply.status(422);
    return { results };
  }
}

const header = ({ headers }: FastifyRequest, name: string): string =>
  [headers[name] ?? ''].flat().join(',');
