export { importExtract } from './import-extract.js';
export type { ImportAnswer, ImportProgress } from './import-extract.js';
export type { RefusedRow } from './file-refused.js';
export { schoolsInExtract } from './schools-in-extract.js';
export type { ReadSchool } from './schools-in-extract.js';
export { findSchools } from './find-schools.js';
export type { FoundSchool, Query } from './find-schools.js';
export { findTrusts } from './find-trusts.js';
export type { FoundTrust } from './find-trusts.js';
export type { Page } from './search-names.js';
export { school, trust } from './school.js';
export type { RegisteredSchool, SchoolLink } from './school.js';
export type { School } from './school-layout.js';
export type { Trust } from './trust-layout.js';
export { sampleExtracts } from './sample-extracts.js';
export { areas } from './areas.js';
export type { Authority } from './areas.js';
export type { Diocese } from './dioceses.js';
export { registerAge } from './register-age.js';
export type { LastImport } from './register-age.js';
export {
  addMonthsToFirst,
  clearDays,
  closingInstant,
  isFirstOfMonth,
  londonDate,
} from './calendar.js';
export type { Day } from './calendar.js';
export { SchoolCalendar } from './school-calendar.js';
export type { DayCounts, Period, Terms } from './school-calendar.js';
export type { BankHolidayException } from './bank-holidays.js';
