import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Refusal, fill } from '#platform';
import { boardRoom } from '#cases';
import type { Office } from '#cases';
import { CATEGORIES, INTERESTS, boardRoll, boardRules } from '#governance';
import type { Category, Seats } from '#governance';
import type { Visitor } from '#identity';
import { parseAddress } from '#mail';
import { OFFICE } from '../../http/acts.js';
import { answered, choice, dateIn, optionalText, text } from '../../http/answers.js';
import { For, Strong, Who } from '../../http/audience.js';
import { page } from '../../http/page.js';
import { named } from '../../http/parameters.js';
import type { Named } from '../../http/parameters.js';
import { boardModel, categoryItems } from './board-model.js';
import { boardWords, itemsOf } from './board-words.js';
import { BOARD_OF, back, boardAct, frameAnd, onBoard } from './on-board.js';
import type { BoardOf, OnBoard } from './on-board.js';

const MEMBER_OF = named('id', 'member');
type MemberOf = Named<'id' | 'member'>;
const INTEREST_OF = named('id', 'interest');
type InterestOf = Named<'id' | 'interest'>;

const ADDRESS = 'Enter an e-mail address, like name@example.org, or leave this empty.';
const email = optionalText({ max: 254 })
  .refine((typed) => typed === '' || parseAddress(typed) !== null, { error: ADDRESS })
  .transform((typed) => (typed === '' ? null : typed));

const MEMBER = z.object({
  name: text('Enter the member’s name.'),
  email,
  category: choice(CATEGORIES, 'Choose how they came to the seat.'),
  school: z.string().max(10).default(''),
  since: dateIn('Enter the day from which they are in post.'),
});
const END = z.object({ endedOn: dateIn('Enter the first day on which it has ended.') });
const INTEREST = z.object({
  member: z.uuid({ error: 'Choose the member.' }),
  kind: choice(
    INTERESTS.filter((kind) => kind !== 'none'),
    'Choose what kind of interest it is.',
  ),
  about: choice(['this-trust', 'any'], 'Say what it is about.'),
  words: text('Write what was declared.', { max: 1000 }),
  declaredOn: dateIn('Enter the day on which it was declared.'),
});
const small = (most: number, message: string) =>
  z
    .string()
    .trim()
    .default('')
    .refine((typed) => /^\d{0,3}$/.test(typed) && Number(typed) <= most, { error: message });
const SEATS = z.object({
  countsFrom: dateIn('Enter the day from which these seats count.'),
  ...Object.fromEntries(
    CATEGORIES.map((category) => [seatField(category), small(40, 'Enter a number up to 40.')]),
  ),
});

/** The board of a case: its members, its seats and its register of interests. */
@Controller('cases/:id/board')
@For('clerk')
export class BoardRollController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async board(@Param(BOARD_OF) { id }: BoardOf, @Who() who: Visitor) {
    const on = await onBoard(this.office, who, id);
    return page('clerk/board/board', await boardModel(this.office, on));
  }

  @Get('members/add')
  async askMember(@Param(BOARD_OF) { id }: BoardOf, @Who() who: Visitor) {
    return memberPage(await onBoard(this.office, who, id));
  }

  @Post('members/add')
  @Strong('people')
  async addMember(@Param(BOARD_OF) { id }: BoardOf, @Body() body: unknown, @Who() who: Visitor) {
    const on = await onBoard(this.office, who, id);
    return answered(MEMBER, body, {
      good: async ({ school, ...given }) => {
        const known = [on.board, ...on.board.others].some(({ urn }) => urn === school);
        const member = { ...given, school: known ? school : null };
        await boardRoom.addMember(this.office, boardAct(on, body), member);
        return back(on, fill(boardWords().saying.added, { name: given.name }));
      },
      bad: () => memberPage(on),
    });
  }

  @Get('members/:member/end')
  async askEnd(@Param(MEMBER_OF) { id, member }: MemberOf, @Who() who: Visitor) {
    return this.endPage(await onBoard(this.office, who, id), member);
  }

  @Post('members/:member/end')
  @Strong('people')
  async endMember(
    @Param(MEMBER_OF) { id, member }: MemberOf,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await onBoard(this.office, who, id);
    const shown = await this.endPage(on, member);
    return answered(END, body, {
      good: async ({ endedOn }) => {
        await boardRoom.endMember(this.office, boardAct(on, body), { member, endedOn });
        return back(on, boardWords().saying.ended);
      },
      bad: () => shown,
    });
  }

  @Get('interests/add')
  async askInterest(@Param(BOARD_OF) { id }: BoardOf, @Who() who: Visitor) {
    return this.interestPage(await onBoard(this.office, who, id));
  }

  @Post('interests/add')
  async addInterest(@Param(BOARD_OF) { id }: BoardOf, @Body() body: unknown, @Who() who: Visitor) {
    const on = await onBoard(this.office, who, id);
    return answered(INTEREST, body, {
      good: async ({ about, ...given }) => {
        const uid = on.view.snapshot.case.context.trust?.trust.uid ?? null;
        const interest = { ...given, trust: about === 'this-trust' ? uid : null };
        await boardRoom.declareInterest(this.office, boardAct(on, body), interest);
        return back(on, boardWords().saying.interest);
      },
      bad: () => this.interestPage(on),
    });
  }

  @Get('interests/:interest/end')
  async askEndInterest(@Param(INTEREST_OF) { id, interest }: InterestOf, @Who() who: Visitor) {
    return this.endInterestPage(await onBoard(this.office, who, id), interest);
  }

  @Post('interests/:interest/end')
  async endInterest(
    @Param(INTEREST_OF) { id, interest }: InterestOf,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await onBoard(this.office, who, id);
    const shown = await this.endInterestPage(on, interest);
    return answered(END, body, {
      good: async ({ endedOn }) => {
        await boardRoom.endInterest(this.office, boardAct(on, body), { interest, endedOn });
        return back(on, boardWords().saying.interestEnded);
      },
      bad: () => shown,
    });
  }

  @Get('seats')
  async askSeats(@Param(BOARD_OF) { id }: BoardOf, @Who() who: Visitor) {
    return this.seatsPage(await onBoard(this.office, who, id));
  }

  @Post('seats')
  async setSeats(@Param(BOARD_OF) { id }: BoardOf, @Body() body: unknown, @Who() who: Visitor) {
    const on = await onBoard(this.office, who, id);
    return answered(SEATS, body, {
      good: async (answers) => {
        const given = { seats: seatsIn(answers), countsFrom: answers.countsFrom };
        await boardRoom.setSeats(this.office, boardAct(on, body), given);
        return back(on, boardWords().saying.seats);
      },
      bad: () => this.seatsPage(on),
    });
  }

  private async endPage(on: OnBoard, member: string) {
    const { name, category } = await boardRoll.memberOf(this.office.pool, on.board.board, member);
    return page('clerk/board/end-member', {
      ...frameAnd(on),
      member: { name, category: boardWords().categories[category] },
      action: `${on.path}/members/${member}/end`,
    });
  }

  private async endInterestPage(on: OnBoard, interest: string) {
    const held = await boardRoll.interestsOf(this.office.pool, on.board.board);
    const found = held.find(({ id, endedOn }) => id === interest && endedOn === null);
    if (found === undefined) throw new Refusal('not-found', { interest });
    const { name } = await boardRoll.memberOf(this.office.pool, on.board.board, found.member);
    return page('clerk/board/end-interest', {
      ...frameAnd(on),
      name,
      kind: boardWords().interests[found.kind],
      action: `${on.path}/interests/${interest}/end`,
    });
  }

  private async interestPage(on: OnBoard) {
    const members = await boardRoll.membersOn(this.office.pool, on.board.board, on.today);
    const { none: _, ...kinds } = boardWords().interests;
    return page('clerk/board/interest', {
      ...frameAnd(on),
      members: members.map(({ id, name }) => ({ value: id, text: name })),
      kinds: itemsOf(kinds),
      trust: on.view.trustName,
    });
  }

  private async seatsPage(on: OnBoard) {
    const seats = (await boardRules.seatsOn(this.office.pool, on.board.board, on.today)) ?? {};
    const values = Object.fromEntries(
      CATEGORIES.map((category) => [seatField(category), String(seats[category] ?? '')]),
    );
    return page('clerk/board/seats', {
      ...frameAnd(on),
      fields: CATEGORIES.map((category) => ({
        name: seatField(category),
        label: boardWords().categories[category],
      })),
      values: { countsFrom: on.today, ...values },
    });
  }
}

function seatField(category: Category): string {
  return `seats_${category}`;
}

const seatsIn = (answers: Readonly<Record<string, unknown>>): Seats =>
  Object.fromEntries(
    CATEGORIES.flatMap((category) => {
      const count = Number(answers[seatField(category)] ?? 0);
      return count > 0 ? [[category, count]] : [];
    }),
  );

function memberPage(on: OnBoard) {
  const schools = [on.board, ...on.board.others];
  return page('clerk/board/member', {
    ...frameAnd(on),
    categories: categoryItems(),
    schools:
      schools.length < 2
        ? []
        : schools.map(({ urn, schoolName }) => ({ value: urn, text: schoolName })),
  });
}
