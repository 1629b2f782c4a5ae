/** Who is asked, as groups: the reach of a consultation is told by them. */
export const GROUPS = [
  'staff',
  'union',
  'parent',
  'pupil',
  'local-authority',
  'councillor',
  'parish',
  'neighbour',
  'other-school',
  'trust',
  'faith-body',
  'other',
] as const;
export type Group = (typeof GROUPS)[number];

/** What somebody thinks of the proposal. Null beside it: they were not asked, or did not say. */
export const VIEWS = ['agree', 'neither', 'disagree', 'no-opinion'] as const;
export type View = (typeof VIEWS)[number];

export type ResponseChannel = 'email' | 'page' | 'paper' | 'meeting';

/**
 * How much is known of who it came from, never a proof of identity: a holder of the link; a mail
 * with the key from the registered address; a mail with only one of these; a signed-in person; a
 * clerk who typed it in.
 */
export type Grade = 'link' | 'probable' | 'unverified' | 'signed-in' | 'entered';

/** Whether it counts. `waiting` and `not-counted` are decided by a person, at the desk. */
export type Standing = 'counted' | 'waiting' | 'not-counted' | 'superseded' | 'withdrawn';
