import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Gathering } from '#consultation';

export interface CalendarOf {
  readonly consultation: string;
  readonly schoolName: string;
  readonly url: string;
  readonly gatherings: readonly Gathering[];
}

/**
 * Meetings and drop-ins as a calendar file (RFC 5545). Instants are in UTC, so that no calendar has to
 * know the rules of London; a version of a gathering is its sequence, and one called off says so.
 */
export function calendarFile({ consultation, schoolName, url, gatherings }: CalendarOf): string {
  const calendar = ical({
    name: `Consultation, ${schoolName}`,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Assent', product: 'Consultations', language: 'EN' },
  });
  for (const one of gatherings) {
    calendar.createEvent({
      id: `${one.number}.${consultation}@assent`,
      sequence: one.version - 1,
      stamp: one.writtenAt,
      lastModified: one.writtenAt,
      start: new Date(one.startsAt),
      end: new Date(one.endsAt),
      summary: `${one.title}, ${schoolName}`,
      description: one.audience,
      location: one.place,
      url,
      status: one.calledOff ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  }
  return calendar.toString();
}
