import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMailCommand } from './read-mail.js';

let folder: string;
let reply: string;
let bomb: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-mail-'));
  reply = join(folder, 'reply.eml');
  bomb = join(folder, 'bomb.eml');
  const lines = [
    'From: Ann <ann@example.org>',
    'Message-ID: <1@example.org>',
    '',
    'I agree.',
    '',
    'On Tue, 3 Mar 2026 at 10:15, School <reply@example.org> wrote:',
    '> Do you agree?',
  ];
  await writeFile(reply, lines.join('\r\n'));
  await writeFile(bomb, `${'X: a\r\n'.repeat(100_000)}\r\nYes`);
});

afterAll(() => rm(folder, { recursive: true }));

async function run(json: boolean, ...files: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await readMailCommand(files, {
    json,
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { code, out, err };
}

describe('read-mail', () => {
  it('prints one object a file', async () => {
    const { code, out } = await run(true, reply);
    expect(code).toBe(0);
    expect(out.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        file: reply,
        kind: 'reply',
        from: 'ann@example.org',
        messageId: '<1@example.org>',
        failed: [],
        answer: 'I agree.',
        hidden: [{ kind: 'quoted', text: expect.stringContaining('> Do you agree?') }],
        ms: expect.any(Number),
      },
    ]);
  });

  it('goes on after a file that it cannot read, and says so by its exit code', async () => {
    const { code, out, err } = await run(true, bomb, join(folder, 'none.eml'), reply);
    expect(code).toBe(1);
    expect(out.map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual([
      'unreadable',
      'unreadable',
      'reply',
    ]);
    expect(err).toHaveLength(1);
  });

  it('tells a person in sentences, and what it needs', async () => {
    const { out } = await run(false, reply);
    expect(out).toContain('  | I agree.');
    expect(out).toContain('  hidden, not lost: quoted');
    expect((await run(false)).code).toBe(1);
  });
});
