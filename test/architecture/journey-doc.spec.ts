import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');

describe('docs/journey.md and its pictures', () => {
  it('are what the machines, the rules and the words give today', () => {
    const { status, stderr } = spawnSync(process.execPath, ['tools/draw-journey.mjs', '--check'], {
      cwd: ROOT,
      encoding: 'utf8',
    });

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
