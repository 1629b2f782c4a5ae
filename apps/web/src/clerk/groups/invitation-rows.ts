import { fill } from '#platform';
import type { Invitation, SentInvitation } from '#cases';
import { day } from '../../http/dates.js';
import { groupWords } from './group-model.js';

/** The invitations that a desk sent: what it typed, and what became of each. */
export function invitationRows(group: string, sent: readonly SentInvitation[]) {
  const { invitation } = groupWords();
  return sent.map(({ id, asked, registered, askedAt, answer, answeredAt }) => ({
    asked: registered === null ? asked : `${registered} (${asked})`,
    on: day(askedAt),
    standing:
      answer === null
        ? invitation.waits
        : fill(invitation.answers[answer]!, { day: day(answeredAt!) }),
    takeBackHref: answer === null ? `/groups/${group}/invitations/${id}/take-back` : null,
  }));
}

/** An invitation that waits for the clerk's answer. */
export function waitingRow({ id, groupName, from, schoolName, askedAt }: Invitation) {
  return { groupName, from, school: schoolName, on: day(askedAt), href: `/invitations/${id}` };
}
