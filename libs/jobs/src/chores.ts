/** The chores that the service keeps; each has a queue of its name. */
export const CHORES = ['forget-counts', 'sweep-documents', 'verify-record'] as const;

export type ChoreName = (typeof CHORES)[number];
