export { ownLetterField } from './automatic-signs.js';
export { classify, type Classified } from './classify.js';
export { htmlToText } from './html/html-to-text.js';
export {
  defaultLimits,
  unreadableReading,
  type Attachment,
  type AutomaticWhy,
  type FailedRecipient,
  type MailKind,
  type MailReading,
  type OtherWhy,
  type ReadingLimits,
  type Segment,
  type SegmentKind,
  type UnreadableWhy,
} from './mail-reading.js';
export { readMime, type MimeMail, type UnreadableMime } from './mime/read-mime.js';
export type { MailFile } from './mail-file.js';
export {
  closeReadingThread,
  fileInThread,
  readInThread,
  type ThreadOptions,
} from './read-in-thread.js';
export { readMail, type ReadOptions } from './read-mail.js';
export { replyMarkerLine } from './segments/reply-marker.js';
export { answerOf, hiddenOf, segment } from './segments/segment.js';
