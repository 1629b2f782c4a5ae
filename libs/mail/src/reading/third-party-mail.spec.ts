import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { simpleParser } from 'mailparser';
import { readMail } from './read-mail.js';

const corpora = resolve(process.env['MAIL_CORPUS_DIR'] ?? '../shared/data/mail');
const folder = join(corpora, 'mikel-mail/spec/fixtures/emails');
const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.eml'),
    )
  : [];

describe("other people's mail", () => {
  if (files.length === 0) {
    it('skipped: no shared data', () => expect(files).toEqual([]));
    return;
  }

  it('is opened, all of it, and its segments are its text', () => {
    for (const file of files) {
      const reading = readMail(readFileSync(join(folder, file)));
      expect({ file, kind: reading.kind }).not.toEqual({ file, kind: 'unreadable' });
      expect(reading.segments.map(({ text }) => text).join('')).toBe(reading.text);
    }
  });

  it('has the senders and subjects that another reader finds', async () => {
    const differences: unknown[] = [];
    for (const file of files) {
      const raw = readFileSync(join(folder, file));
      const reading = readMail(raw);
      const other = await simpleParser(raw, { skipTextToHtml: true, skipHtmlToText: true });
      const theirs = [other.from?.value[0]?.address ?? '', other.subject?.trim() ?? ''];
      if (theirs.join('|') !== [reading.from, reading.subject].join('|'))
        differences.push({ file, theirs, ours: [reading.from, reading.subject] });
    }
    // Damaged headers are a matter of taste; ours shows its differences when it fails.
    if (differences.length > files.length * 0.04) expect(differences).toEqual([]);
  });
});
