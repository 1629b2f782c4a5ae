import { inTransaction } from '#platform';
import type { Actor } from '#platform';
import type { ConsulteeDraft, Group } from '#consultation';
import { addBody, addMembership, addPerson } from '#identity';
import type { BodyKind, HumanRole } from '#identity';
import type { Pool } from 'pg';

export interface ExamplePerson {
  readonly name: string;
  readonly email: string;
}

/** The clerks of the example installation, on two desks that do not see each other's cases. */
export const CLERKS = {
  priya: { name: 'Priya Shah', email: 'priya.shah@example.org' },
  tom: { name: 'Tom Barker', email: 'tom.barker@example.org' },
} as const;

/** The second, senior person of the example's first desk, and whoever looks after the service. */
export const SENIORS = {
  margaret: { name: 'Margaret Dunn', email: 'margaret.dunn@example.org' },
  administrator: { name: 'Alan Webb', email: 'alan.webb@example.org' },
} as const;

/** Who speaks for the bodies of an example case, by their part on it. */
export const OFFICERS: Readonly<Record<string, ExamplePerson>> = {
  'governing-board': { name: 'Grace Okafor', email: 'grace.okafor@example.org' },
  trust: { name: 'Martin Hale', email: 'martin.hale@example.org' },
  'local-authority': { name: 'Sian Price', email: 'sian.price@example.org' },
  union: { name: 'Owen Clarke', email: 'owen.clarke@example.org' },
  'diocesan-authority': { name: 'Helen Marsh', email: 'helen.marsh@example.org' },
  trustee: { name: 'David Lyle', email: 'david.lyle@example.org' },
  'foundation-governor-appointer': { name: 'Ruth Ames', email: 'ruth.ames@example.org' },
};

const by = (name: string, group: Group, email: string | null): ConsulteeDraft => ({
  name,
  email,
  group,
  organisation: null,
  postal: email === null ? '4 Mill Lane' : null,
});

/** Whom the example consultation asks; one of them has no e-mail address. */
export const CONSULTEES: readonly ConsulteeDraft[] = [
  by('Amira Khan', 'parent', 'amira.khan@example.org'),
  by('Joe Whittle', 'parent', 'joe.whittle@example.org'),
  by('Beth Lowe', 'staff', 'beth.lowe@example.org'),
  by('Owen Clarke', 'union', 'owen.clarke@example.org'),
  by('Edith Moss', 'neighbour', null),
];

/** Gives a person a role in a body, and answers them as an actor. */
export async function man(
  pool: Pool,
  person: ExamplePerson,
  role: HumanRole,
  body: { kind: BodyKind; name: string; code?: string },
): Promise<Actor> {
  return inTransaction(pool, async (tx) => {
    const { id: bodyId } = await addBody(tx, body);
    const { id } = await addPerson(tx, person);
    await addMembership(tx, { person: id, body: bodyId, role });
    return { person: id, role, body: bodyId };
  });
}
