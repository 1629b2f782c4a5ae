import { now } from '#platform';
import type { Tx } from '#platform';
import { addMembership, addPerson } from '#identity';
import type { Body, HumanRole, Person } from '#identity';
import { writeLetters } from '#mail';
import { inWords } from './words.js';

export interface Invited {
  readonly email: string;
  readonly name: string;
  readonly role: HumanRole;
  readonly body: Pick<Body, 'id' | 'name'>;
}

const DAYS_TO_ANSWER = 14;
const A_DAY_MS = 86_400_000;

/** Gives a person a role in a body and writes to them how to sign in; answers both. */
export async function inviteOfficer(
  tx: Tx,
  { email, name, role, body }: Invited,
): Promise<{ readonly person: Person; readonly letter: string }> {
  const person = await addPerson(tx, { name, email });
  await addMembership(tx, { person: person.id, body: body.id, role });
  const until = new Date((await now(tx)).getTime() + DAYS_TO_ANSWER * A_DAY_MS);
  const [letter] = await writeLetters(tx, [
    {
      template: 'invitation',
      to: { name: person.name, address: person.email, person: person.id },
      values: {
        onBehalfOf: body.name,
        schoolName: body.name,
        replyBy: inWords.day(until.toISOString()),
        link: '/sign-in',
      },
    },
  ]);
  return { person, letter: letter! };
}
