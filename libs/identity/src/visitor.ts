import { Refusal, type Actor } from '#platform';
import type { Body, HumanRole, Membership, Person } from './people.js';

/** The session of a visitor, and how long ago its holder proved who they are; null: never. */
export interface VisitorSession {
  readonly id: string;
  readonly provedSecondsAgo: number | null;
}

/** For so long a proof counts for acts that need one. */
const PROOF_SECONDS = 10 * 60;

/** Somebody who is signed in, with the roles they hold at this moment. */
export class Visitor {
  constructor(
    readonly person: Person,
    readonly memberships: readonly Membership[],
    readonly session: VisitorSession,
  ) {}

  /** Whether they proved who they are within the last ten minutes. */
  get hasProved(): boolean {
    const { provedSecondsAgo } = this.session;
    return provedSecondsAgo !== null && provedSecondsAgo < PROOF_SECONDS;
  }

  holds(role: HumanRole): boolean {
    return this.memberships.some((membership) => membership.role === role);
  }

  /** The bodies in which they hold this role. */
  bodiesAs(role: HumanRole): Body[] {
    return this.memberships.filter((held) => held.role === role).map(({ body }) => body);
  }

  /**
   * Who acts: in this role, for this body. Without a body, the first in which they hold the role.
   * Refused as `not-allowed` when they do not hold it.
   */
  actorAs(role: HumanRole, body?: string): Actor {
    const held = this.memberships.find(
      (membership) =>
        membership.role === role && (body ?? membership.body.id) === membership.body.id,
    );
    if (held === undefined) throw new Refusal('not-allowed', { role });
    return { person: this.person.id, role, body: held.body.id };
  }
}
