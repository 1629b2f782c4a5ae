export {
  addBody,
  addMembership,
  addPerson,
  endMembership,
  peopleOf,
  peopleWithRoles,
} from './people.js';
export type { Body, BodyKind, HumanRole, Membership, Person } from './people.js';
export { Visitor } from './visitor.js';
export { newSecret, openSession, readSession, sessions } from './session.js';
export type { OpenedBy, ProvedBy, SessionEnds, SessionLine } from './session.js';
export { signInLink } from './sign-in.js';
export type { Asking, LinkView, SignedIn } from './sign-in.js';
export { proofs, secondFactors } from './proof/index.js';
export type { Factors } from './proof/index.js';
export type { HeldForm } from './proof/held-form.js';
export { passwords } from './password/index.js';
export type { PasswordFault } from './password/index.js';
export { provider } from './provider/index.js';
export type { ProviderAccount, ProviderClient, ProviderVisit } from './provider/index.js';
export { forgetOldCounts, spend } from './rate-limit.js';
export type { Limit } from './rate-limit.js';
