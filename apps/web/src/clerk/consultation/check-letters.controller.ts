import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { consultationDesk, inWords, readDraft } from '#cases';
import type { Office } from '#cases';
import { consultees, GROUPS, wording } from '#consultation';
import type { PersonAndWay, Way } from '#consultation';
import type { Visitor } from '#identity';
import type { LetterSeen } from '#mail';
import { Refusal } from '#platform';
import type { Settings } from '#platform';
import { closingInstant } from '#register';
import { OFFICE } from '../../http/acts.js';
import { nonceOf } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { SETTINGS } from '../../http/tokens.js';
import { consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { sendingWords } from './sending-rows.js';

const UUID = { schema: z.uuid() };
const WAY_NAMES = [
  ...(['email', 'post', 'by-hand', 'telephone'] as const),
  ...(['bounced', 'bad-domain', 'no-address', 'duplicate', 'joint'] as const),
];
const PAGE = 100;
const Asked = z.object({
  person: z.uuid().optional().catch(undefined),
  draft: z.uuid().optional().catch(undefined),
});
const Whom = z.object({
  group: z.enum(GROUPS).optional().catch(undefined),
  way: z.enum(WAY_NAMES).optional().catch(undefined),
  after: z.uuid().optional().catch(undefined),
});
const Drafted = z.object({ draft: z.uuid().optional().catch(undefined) });
const { sendings } = consultees;

/** What will be sent, read before it is: to whom, how, and the letter of each, word for word. */
@Controller('cases/:id/consultation/consultees/check')
@For('clerk')
export class CheckLettersController {
  constructor(
    @Inject(OFFICE) private readonly office: Office,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  async show(
    @Param('id', UUID) id: string,
    @Query({ schema: Asked }) { person, draft }: z.infer<typeof Asked>,
    @Who() who: Visitor,
  ) {
    const { pool } = this.office;
    const on = await onConsultation(pool, who, id);
    const of = on.consultation?.id;
    const groups = of === undefined ? [] : await sendings.byGroup(pool, of);
    const shown = of === undefined ? null : await sendings.personAmong(pool, of, person ?? null);
    if (person !== undefined && shown === null) throw new Refusal('not-found', { person });
    const replyBy = await this.replyBy(on, draft);
    const { actor } = on;
    const letter =
      shown &&
      (await consultationDesk.previewLetter(this.office, pool, this.settings, {
        ...{ actor, caseId: id, replyBy, person: shown },
      }));
    const { groups: names } = wording();
    const people = of === undefined ? [] : await sendings.people(pool, of, { most: 500 });
    return this.page(on, 'check-letters', {
      groups: groups.map((one) => ({ ...one, name: names[one.group] })),
      ways: waysMet(groups),
      shown: shown && { ...shown, why: sendingWords().whys[shown.way] },
      letter,
      addresses: letter && addressRows(letter),
      draft: draft ?? null,
      choices: people.map(choiceOf),
      email: who.person.email,
    });
  }

  /** The names behind a number of the table. */
  @Get('people')
  async people(
    @Param('id', UUID) id: string,
    @Query({ schema: Whom }) { group, way, after }: z.infer<typeof Whom>,
    @Who() who: Visitor,
  ) {
    const { pool } = this.office;
    const on = await onConsultation(pool, who, id);
    const of = on.consultation?.id;
    if (of === undefined) throw new Refusal('not-found', { case: id });
    const last = after === undefined ? null : await sendings.personAmong(pool, of, after);
    const found = await sendings.people(pool, of, {
      ...(group && { group }),
      ...(way && { way }),
      ...{ after: last, most: PAGE + 1 },
    });
    const { groups: names } = wording();
    const { ways, whys } = sendingWords();
    const query = [group && `group=${group}`, way && `way=${way}`].filter(Boolean).join('&');
    return this.page(on, 'check-people', {
      heading: [group && names[group], way && ways[way]].filter(Boolean).join(', '),
      why: way === undefined ? null : whys[way],
      people: found.slice(0, PAGE).map((one) => ({
        ...one,
        groupName: names[one.group],
        wayName: ways[one.way],
      })),
      next: found.length > PAGE ? `${query}&after=${found[PAGE - 1]!.id}` : null,
    });
  }

  /** The letter to the clerk alone, marked as a test. */
  @Post('test')
  async test(
    @Param('id', UUID) id: string,
    @Query({ schema: Drafted }) { draft }: z.infer<typeof Drafted>,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await onConsultation(this.office.pool, who, id);
    const { actor } = on;
    await consultationDesk.sendTestLetter(this.office, {
      ...{ actor, caseId: id, replyBy: await this.replyBy(on, draft) },
      form: { nonce: nonceOf(body), person: actor.person, content: body },
      words: sendingWords().test,
    });
    const back = `/cases/${id}/consultation/consultees/check`;
    const query = draft === undefined ? '' : `?draft=${draft}`;
    return seeOther(back + query, { saying: sendingWords().saying.test });
  }

  /** As the launch that is being checked says; else as it stands, or that it is still to come. */
  private async replyBy(on: OnConsultation, draft: string | undefined): Promise<string> {
    const { closesAt } = on.consultation ?? {};
    if (draft === undefined) {
      return closesAt ? inWords.instant(closesAt.toISOString()) : sendingWords().closingToCome;
    }
    const kept = await readDraft(this.office.pool, on.actor, on.view.id, draft);
    const given = Closing.safeParse(kept.answers).data;
    if (given === undefined) throw new Refusal('not-found', { draft });
    const closing = closingInstant(given.closesOn, given.closesAt);
    return inWords.instant(new Date(closing).toISOString());
  }

  private page(on: OnConsultation, name: string, data: Readonly<Record<string, unknown>>) {
    return consultationPage(this.office.pool, on, { name, section: 'consultees' }, data);
  }
}

/** From whom and to whom a letter goes, as its reader would see it. */
function addressRows({ from, toName, toAddress, postalAddress, replyTo, subject }: LetterSeen) {
  return [
    { key: 'To', value: [toName, toAddress].filter(Boolean).join(', ') },
    ...(postalAddress === null ? [] : [{ key: 'By post to', lines: postalAddress }]),
    { key: 'From', value: `${from.name}, ${from.address}` },
    { key: 'An answer goes to', value: replyTo ?? 'Nobody' },
    { key: 'Subject', value: subject },
  ];
}

const Closing = z.object({ closesOn: z.string(), closesAt: z.string() });

/** The columns of the table: only ways that somebody has. */
function waysMet(groups: readonly Readonly<Record<Way, number>>[]) {
  const { ways } = sendingWords();
  return WAY_NAMES.filter((way) => groups.some((group) => group[way] > 0)).map((way) => ({
    way,
    name: ways[way],
    total: groups.reduce((total, group) => total + group[way], 0),
  }));
}

function choiceOf({ id, name, email, postal }: PersonAndWay) {
  return { value: id, text: [name, email ?? postal].filter(Boolean).join(', ') };
}
