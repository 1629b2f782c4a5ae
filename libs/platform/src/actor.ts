/**
 * Roles that a person can hold in a body. The journey's events name them as their senders;
 * `system` is the service itself passing a deadline.
 */
export type Role =
  | 'clerk'
  | 'chair'
  | 'senior-officer'
  | 'governor'
  | 'faith-officer'
  | 'trust-officer'
  | 'authority-officer'
  | 'regional-officer'
  | 'union-officer'
  | 'administrator'
  | 'system';

/** Who acts, in which role, for which body. Entries of the record name people by id only. */
export interface Actor {
  readonly person: string;
  readonly role: Role;
  readonly body: string | null;
}

/** The service itself: the worker passing a deadline, or a console command. */
export const SYSTEM: Actor = { person: 'system', role: 'system', body: null };
