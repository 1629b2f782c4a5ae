import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { rawMail } from '#mail';
import { scoreBounces, scoreCrisp, scoreTalon } from './mail-corpora.js';

const folder = resolve(process.env['MAIL_CORPUS_DIR'] ?? '../shared/data/mail');

describe('mail of others', () => {
  if (!existsSync(folder)) {
    it('skipped: no shared data', () => expect(existsSync(folder)).toBe(false));
    return;
  }

  it.each([
    ['talon', scoreTalon],
    ['crisp', scoreCrisp],
  ])(
    'is read as %s expects in nine cases of ten, and not a word of its author is lost',
    (name, score) => {
      const { exact, lost, cases } = score(join(folder, name));
      expect(cases).toBeGreaterThan(20);
      expect(exact).toBeGreaterThanOrEqual(0.9);
      expect(lost).toBe(0);
    },
  );

  it('that came back is known by its addresses, and as for good or for now', () => {
    const { exact, cases } = scoreBounces(join(folder, 'flufl.bounce'));
    expect(cases).toBeGreaterThan(50);
    expect(exact).toBeGreaterThanOrEqual(0.98);
  });

  it('that a person wrote is never taken for a machine’s', () => {
    const refused = humanMail().filter(({ raw }) => rawMail.read(raw).kind !== 'reply');
    expect(refused.map(({ file }) => file)).toEqual([]);
  });
});

function humanMail(): { file: string; raw: Buffer }[] {
  const mails = filesOf(join(folder, 'talon/fixtures')).map(({ file, raw }) => ({
    file,
    raw: file.endsWith('.eml') ? raw : asMail('text/html', raw),
  }));
  const bodies = filesOf(join(folder, 'crisp/fixtures')).map(({ file, raw }) => ({
    file,
    raw: asMail('text/plain', raw),
  }));
  return [...mails, ...bodies];
}

function asMail(type: string, body: Buffer): Buffer {
  const head = `From: a@example.org\r\nContent-Type: ${type}; charset=utf-8\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

function filesOf(path: string): { file: string; raw: Buffer }[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => ({ file: name, raw: readFileSync(join(parentPath, name)) }))
    .filter(({ raw }) => raw.length > 0);
}
