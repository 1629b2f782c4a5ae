import type { BoardEvent } from './events/board.js';
import type { ConsentEvent } from './events/consents.js';
import type { ConsultationEvent } from './events/consultation.js';
import type { CourseEvent } from './events/course.js';
import type { DfeEvent } from './events/dfe.js';
import type { DocumentEvent, InstrumentsSettled } from './events/documents.js';
import type { ExploringEvent } from './events/exploring.js';
import type { OpeningEvent } from './events/opening.js';
import type { StaffEvent } from './events/staff.js';

export type * from './events/board.js';
export type * from './events/consents.js';
export type * from './events/consultation.js';
export type * from './events/course.js';
export type * from './events/dfe.js';
export type * from './events/documents.js';
export type * from './events/exploring.js';
export type * from './events/fact.js';
export type * from './events/opening.js';
export type * from './events/staff.js';

/**
 * The facts of a journey, as events. Each names the document, vote, consent or letter that shows
 * it; `on` is when it happened, never when it was recorded (the journal holds that beside it).
 * Dates are ISO days in England, instants ISO with Z. No event carries free text or a name of a
 * person: the record keeps those apart, under a commitment.
 */
export type JourneyEvent = CaseEvent | ConsentEvent | DocumentEvent;
export type EventType = JourneyEvent['type'];

export type CaseEvent =
  | ExploringEvent
  | BoardEvent
  | ConsultationEvent
  | DfeEvent
  | StaffEvent
  | InstrumentsSettled
  | OpeningEvent
  | CourseEvent;
