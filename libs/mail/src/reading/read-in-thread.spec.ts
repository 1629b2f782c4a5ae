import { afterAll, describe, expect, it } from '@jest/globals';
import { performance } from 'node:perf_hooks';
import { setInterval } from 'node:timers';
import { aReply } from './build-mail.js';
import { defaultLimits } from './mail-reading.js';
import { closeReadingThread, fileInThread, readInThread } from './read-in-thread.js';
import { readMail } from './read-mail.js';

afterAll(closeReadingThread);

const mail = aReply().topPosted('I agree.').quoting('Do you agree?', 'gmail').build();
/** Large enough that reading it takes far longer than the beat of a timer. */
const heavy = Buffer.concat([
  Buffer.from('Content-Type: text/html\r\n\r\n'),
  Buffer.from('<div><blockquote type=cite>a&amp;</blockquote>'.repeat(150_000)),
]);

describe('reading in a thread', () => {
  it('reads as reading at once does', async () => {
    const reading = await readInThread(mail, { deadlineMs: 5_000, sent: 'Do you agree?' });
    expect(reading).toEqual(readMail(mail, { sent: 'Do you agree?' }));
  });

  it('gives up at the deadline and reads the next mail', async () => {
    const [late, next] = await Promise.all([
      readInThread(heavy, { deadlineMs: 1 }),
      readInThread(mail, { deadlineMs: 5_000 }),
    ]);
    expect(late).toMatchObject({ kind: 'unreadable', why: 'took-too-long' });
    expect(next.answer).toBe('I agree.');
  });

  it('leaves the process free meanwhile', async () => {
    let longest = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const start = performance.now();
    await readInThread(heavy, { deadlineMs: 15_000 });
    clearInterval(beat);
    // In this thread the reading would be one single gap between two beats.
    expect(longest).toBeLessThan((performance.now() - start) / 2);
  });

  it('takes one file out of a mail, whole, and none where there is none', async () => {
    const photo = Buffer.from(Array.from({ length: 5_000 }, (_, index) => index % 256));
    const twice = aReply()
      .saying('See attached.')
      .attaching('form.pdf', 'application/pdf', '%PDF')
      .attaching('photo.jpg', 'image/jpeg', photo)
      .build();
    const file = await fileInThread(twice, 1, { deadlineMs: 5_000 });
    expect(file).toMatchObject({ filename: 'photo.jpg', contentType: 'image/jpeg' });
    expect(Buffer.from(file!.content)).toEqual(photo);
    const bytes = readMail(twice).attachments.map((one) => one.bytes);
    expect(bytes).toEqual([4, 5_000]);
    expect(await fileInThread(twice, 2, { deadlineMs: 5_000 })).toBeNull();
    expect(await fileInThread(Buffer.alloc(0), 0, { deadlineMs: 5_000 })).toBeNull();
  });

  it('refuses what is too large before it costs a thread anything', async () => {
    const huge = Buffer.alloc(defaultLimits.bytes + 1);
    expect(await readInThread(huge, { deadlineMs: 1 })).toMatchObject({ why: 'too-large' });
  });
});
