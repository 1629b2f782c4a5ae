/** Ids of evidence: documents in the store of the record. */
export type DocumentRef = string;

/** Something that happened, on an ISO day in England or at an ISO instant with Z. */
export interface Fact<T extends string> {
  readonly type: T;
  readonly on: string;
}
