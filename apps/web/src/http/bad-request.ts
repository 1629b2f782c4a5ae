/** A request that HTTP itself refuses: a status, and no facts worth telling. */
export class BadRequest extends Error {
  constructor(
    readonly status: 400 | 404 | 405 | 413 | 414 | 415 | 421 | 431,
    readonly why = '',
  ) {
    super(why || `refused with ${status}`);
    this.name = 'BadRequest';
  }
}
