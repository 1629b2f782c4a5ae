import { Body, Controller, Get, Inject, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { proofs, secondFactors, type Visitor } from '#identity';
import { Database, Refusal, content, type Settings } from '#platform';
import { answered, text } from '../http/answers.js';
import { ForSignedIn, Who } from '../http/audience.js';
import { setCookie } from '../http/cookies.js';
import { homeOf } from '../http/navigation.js';
import { ownPath, page, seeOther } from '../http/page.js';
import { sentAgain } from '../http/sent-again.js';
import { SETTINGS } from '../http/tokens.js';
import { typedRows } from '../http/typed-rows.js';

interface Words {
  readonly codeWrong: string;
  readonly codeMissing: string;
}
const words = (): Words => content<Words>('account');

/** Where a proof leads on: to a form that waits, or to a page of ours. */
const Waiting = z.object({ held: z.uuid().optional(), next: z.string().max(2_000).optional() });
type Waiting = z.infer<typeof Waiting>;
const Code = Waiting.extend({ code: text(words().codeMissing, { max: 60 }) });
const Held = z.object({ held: z.uuid() });

/** Proving again who one is, before an act that needs it, and going on where one was. */
@Controller('sign-in/again')
@ForSignedIn()
export class ProveController {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  async ask(@Query({ schema: Waiting }) waiting: Waiting, @Who() who: Visitor) {
    return who.hasProved ? seeOther(placeOf(waiting, who)) : this.question(who, waiting);
  }

  @Post()
  async prove(
    @Body() body: unknown,
    @Who() who: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(Code, body, {
      good: async ({ code, ...waiting }) => {
        const session = await this.tryCode(who, code);
        if (session === null) throw new Refusal('invalid', { faults: { code: words().codeWrong } });
        setCookie(reply, 'session', session);
        return seeOther(placeOf(waiting, who));
      },
      bad: ({ held, next }) => this.question(who, { held, next } as Waiting),
    });
  }

  /** What was typed, on its way again as its sender left it. */
  @Get('go-on')
  async goOn(@Query({ schema: Held }) { held }: z.infer<typeof Held>, @Who() who: Visitor) {
    const { pool } = this.database;
    const { secretKeys: keys } = this.settings;
    const form = await proofs.heldForm(pool, { keys, session: who.session.id, id: held });
    return page('sign-in/go-on', {
      action: form.path,
      sent: sentAgain(form.fields),
      typed: typedRows(form.fields),
      home: homeOf(who),
    });
  }

  private async question(who: Visitor, waiting: Waiting) {
    const { pool } = this.database;
    const { secretKeys: keys, isExample } = this.settings;
    const factors = await secondFactors.of(pool, who.person.id);
    const example =
      isExample && !factors.any
        ? await proofs.exampleCode(pool, { keys, person: who.person.id })
        : null;
    return page('sign-in/again', { factors, example, waiting, here: hereOf(waiting) });
  }

  /** Whoever has set up nothing yet, and tries an example, may use the code that its page shows. */
  private async tryCode(who: Visitor, code: string): Promise<string | null> {
    const { pool } = this.database;
    const proving = {
      person: who.person.id,
      session: who.session.id,
      keys: this.settings.secretKeys,
      code,
    };
    if (this.settings.isExample && !(await secondFactors.of(pool, who.person.id)).any) {
      return proofs.byExample(pool, proving);
    }
    return proofs.byCode(pool, proving);
  }
}

function placeOf({ held, next }: Waiting, who: Visitor): string {
  if (held !== undefined) return `/sign-in/again/go-on?held=${held}`;
  return ownPath(next ?? '') ?? homeOf(who);
}

function hereOf({ held, next }: Waiting): string {
  const query = new URLSearchParams({ ...(held && { held }), ...(next && { next }) }).toString();
  return query === '' ? '/sign-in/again' : `/sign-in/again?${query}`;
}
