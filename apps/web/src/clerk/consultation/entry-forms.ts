import { z } from 'zod';
import { GROUPS, responses, VIEWS, wording } from '#consultation';
import { choice, choices, dateIn, optionalText, text, wholeNumber } from '../../http/answers.js';

const orNothing = <const V extends string>(values: readonly V[]) =>
  z.union([z.literal(''), z.enum(values)]).default('');
const theirWords = () => text('Enter what they said, in their own words.', { max: 20_000 });

const said = {
  group: orNothing(GROUPS),
  view: orNothing(VIEWS),
  publish: orNothing(responses.kinds.publish),
};
const received = { receivedOn: dateIn('Enter the day it was received.') };

/** One person's reply, on paper or by telephone. */
export const PersonForm = z.object({
  channel: choice(['paper', 'telephone'], 'Select how it came.'),
  ...{ ...received, ...said },
  consultee: z.union([z.literal(''), z.uuid()]).default(''),
  author: optionalText(),
  words: theirWords(),
  onForm: choices(['yes'], ''),
});

export const PetitionForm = z.object({
  title: text('Enter what the petition is called, or its first words.'),
  author: text('Enter who handed it in.'),
  signatories: wholeNumber('Enter how many people signed it, as a whole number.', { min: 1 }),
  ...{ ...received, ...said },
  words: text('Enter the words that people signed.', { max: 20_000 }),
});

export const OrganisationForm = z.object({
  author: text('Enter the name of the organisation.'),
  speaksFor: text('Enter whom it says it speaks for.'),
  ...{ ...received, ...said },
  words: theirWords(),
});

/** A view spoken at a meeting that is named already. */
export const SpokenForm = z.object({
  ...said,
  author: optionalText(),
  words: text('Enter what was said.', { max: 20_000 }),
});

export const MeetingForm = z.object({
  heldOn: dateIn('Enter the day of the meeting.'),
  place: text('Enter where it was.'),
  audience: text('Enter whom it was for.'),
  notedBy: text('Enter who wrote down what was said.'),
});

export const BallotForm = z.object({
  ranBy: text('Enter who held the ballot.'),
  question: text('Enter what was asked.', { max: 1_000 }),
  heldOn: dateIn('Enter the day on which it ended.'),
  asked: z.union([z.literal(''), wholeNumber('Enter a whole number, or nothing.')]).default(''),
  voted: z.union([z.literal(''), wholeNumber('Enter a whole number, or nothing.')]).default(''),
  result: text('Enter the result as they state it.', { max: 1_000 }),
});

/** What a form leaves empty is nothing, not an empty word. */
export const orNull = <V extends string | number>(given: V | ''): V | null =>
  given === '' ? null : given;

export const publishItems = () =>
  responses.kinds.publish.map((value) => ({ value, text: wording().publish[value] }));
