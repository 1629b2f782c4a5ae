import { findAutomaticSign, findOtherSign } from './automatic-signs.js';
import { readBounce } from './bounces/read-bounce.js';
import type { FailedRecipient, MailKind, MailReading } from './mail-reading.js';
import { partsOf } from './mime/mime-part.js';
import type { MimeMail } from './mime/read-mime.js';

export interface Classified {
  kind: Exclude<MailKind, 'unreadable'>;
  why?: MailReading['why'];
  failed: FailedRecipient[];
}

/**
 * What a mail is: complaint (RFC 5965), bounce (RFC 3464 and the many that know no RFC), automatic
 * (RFC 3834, 8098, 5546), other, and in doubt a reply, as a person may have written it.
 */
export function classify(mail: MimeMail): Classified {
  if (isComplaint(mail)) return { kind: 'complaint', failed: [] };
  const automatic = findAutomaticSign(mail);
  if (automatic === 'own-loop') return { kind: 'automatic', why: automatic, failed: [] };
  const bounce = readBounce(mail);
  if (bounce) return bounce;
  if (automatic) return { kind: 'automatic', why: automatic, failed: [] };
  const other = findOtherSign(mail);
  if (other) return { kind: 'other', why: other, failed: [] };
  return { kind: 'reply', failed: [] };
}

function isComplaint({ root }: MimeMail): boolean {
  if (root.type !== 'multipart/report') return false;
  if (root.parameters.get('report-type')?.toLowerCase() === 'feedback-report') return true;
  for (const part of partsOf(root, { enclosed: false }))
    if (part.type === 'message/feedback-report') return true;
  return false;
}
