/** Something in the record is not as it was written: where, and what, in plain words. */
export interface Fault {
  readonly stream: string;
  readonly seq: number;
  readonly what: string;
}
