export { importExtract } from './import-extract.js';
export type { ImportAnswer, ImportProgress } from './import-extract.js';
export type { RefusedRow } from './file-refused.js';
export { registerAge } from './register-age.js';
export type { LastImport } from './register-age.js';
export type { School } from './school-layout.js';
export type { Trust } from './trust-layout.js';
export {
  addMonthsToFirst,
  clearDays,
  closingInstant,
  isFirstOfMonth,
  londonDate,
} from './calendar.js';
export type { Day } from './calendar.js';
export { loadCalendar } from './school-calendar.js';
export type { SchoolCalendar } from './school-calendar.js';
