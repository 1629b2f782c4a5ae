import type { CodeAgreement, ReadTwice } from '#consultation';

const figure = (value: number | null) => (value === null ? 'Not told' : value.toFixed(4));

/** Both figures of each code; a code to which both always said the same tells nothing. */
export function agreementRows(codes: readonly CodeAgreement[]) {
  return codes.map((row) => ({ ...row, kappa: figure(row.kappa), alpha: figure(row.alpha) }));
}

/** The replies of the sample: those that this person may read, that others must, that are compared. */
export function readingRows(readings: readonly ReadTwice[], person: string) {
  const waiting = readings.filter(({ second }) => second === null);
  const row = ({ reply, agree, final }: ReadTwice) => ({
    ...{ id: reply.id, reference: reply.reference, agree },
    decision: final && { by: final.byName, at: final.at, reason: final.reason },
  });
  return {
    yours: waiting.filter(({ first }) => first.by !== person).map(row),
    others: waiting.filter(({ first }) => first.by === person).length,
    compared: readings.filter(({ second }) => second !== null).length,
    differing: readings.filter(({ agree }) => agree === false).map(row),
  };
}
