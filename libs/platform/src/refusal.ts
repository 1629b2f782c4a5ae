/** Facts that a refusal carries for the sentence shown to a person: plain data, no prose. */
export type RefusalFacts = Readonly<Record<string, unknown>>;

/**
 * An expected "no": a code, and the facts that explain it. Thrown, so that the transaction around
 * it rolls back; turned once, at the edge, into a status and a sentence. Anything else that is
 * thrown is a defect.
 */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly facts: RefusalFacts = {},
  ) {
    super(code);
    this.name = 'Refusal';
  }
}

/** Every code that can reach a person; content/refusals.json holds its sentence and its remedy. */
export type RefusalCode =
  | 'not-found' // does not exist, or is not theirs to see: 404 for both
  | 'not-allowed' // known, but not theirs to do: 403
  | 'prove-again' // needs a proof of who they are that is fresh: 303 to where they prove it
  | 'provider-unknown' // an account at the identity provider that is joined to nobody: 403
  | 'provider-refused' // what the provider sent does not fit: 403
  | 'provider-away' // the provider does not answer, or is broken: 424
  | 'signed-out' // nobody is signed in: 303 to sign-in
  | 'not-now' // the journey does not allow it at this point: 409, with the unmet conditions
  | 'conflict' // somebody else moved the case meanwhile: 409, with what they did
  | 'same-person' // one person would ask and decide: 409
  | 'second-person' // who ordered a sending would confirm it as well: 409
  | 'lead-first' // the school that leads a joint consultation has not launched it: 409
  | 'sending-waits' // another sending to the same people has not ended: 409
  | 'same-typist' // one person would type and check: 409
  | 'papers-changed' // what was to be signed is not what was shown: 409
  | 'invalid' // the input does not parse: 422, with the fields
  | 'already-open' // the school has an open case: 409
  | 'in-another-group' // the school goes with others already: 409
  | 'too-large' // 413
  | 'wrong-type' // a file of a kind that is not accepted: 415
  | 'too-many' // 429
  | 'link-damaged' // a link that was cut or wrapped on its way: 404 with a hint
  | 'link-expired' // 410
  | 'form-expired'; // the form's token is stale: 403
