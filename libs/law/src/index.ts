export { authoritiesOn, correctDatum, dataOf, prescribedTestOn } from './law-data.js';
export type {
  Authority,
  Datum,
  DatumGiven,
  DatumKind,
  DatumValues,
  PrescribedTest,
} from './law-data.js';
