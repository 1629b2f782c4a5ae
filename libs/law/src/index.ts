export { authoritiesOn, correctDatum, dataOf, prescribedTestOn } from './law-data.js';
export type {
  Authority,
  Datum,
  DatumGiven,
  DatumKind,
  DatumValues,
  PrescribedTest,
} from './law-data.js';
export { calendars } from './school-calendar.js';
export type {
  CalendarDatum,
  CalendarGiven,
  CalendarKind,
  CalendarValues,
  Proclaimed,
  SchoolYearOf,
} from './school-calendar.js';
export { TERMS } from './term-dates.js';
export type { DayFault, SchoolYear, Term, TermDay, TermName } from './term-dates.js';
