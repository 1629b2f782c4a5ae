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

/** `survey`: read from the export of an online survey. */
export const CHANNELS = ['email', 'page', 'paper', 'meeting', 'telephone', 'survey'] as const;
export type ResponseChannel = (typeof CHANNELS)[number];

/** Whose view a response is; a petition is one, however many signed it. */
export const FORMS = ['individual', 'organisation', 'petition'] as const;
export type ResponseForm = (typeof FORMS)[number];

/** What may be printed of it. Null beside it: its author was not asked, which is no permission. */
export const PUBLISH = ['named', 'unnamed', 'no'] as const;
export type Publish = (typeof PUBLISH)[number];

/**
 * How much is known of who it came from, never a proof of identity: a holder of the link; a mail
 * with the key from the registered address, and its domain stands behind it; the same of a domain
 * that says nothing of its mail; a mail that lacks one of these; a signed-in person; a clerk who
 * typed it in.
 */
export type Grade = 'link' | 'verified' | 'probable' | 'unverified' | 'signed-in' | 'entered';

/** Their author is taken for the consultee; what is unverified is counted by a person alone. */
export const OWN_GRADES: readonly Grade[] = ['link', 'verified', 'probable', 'signed-in'];

/** Whether it counts. `waiting` and `not-counted` are decided by a person, at the desk. */
export type Standing = 'counted' | 'waiting' | 'not-counted' | 'superseded' | 'withdrawn';
