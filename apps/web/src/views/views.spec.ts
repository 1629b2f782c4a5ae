import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Views, WEB_SOURCE } from '../http/views.js';

const templates = readdirSync(WEB_SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.njk'))
  .sort();

describe('the views', () => {
  it.each(templates)('%s is written so that it can be read', (file) => {
    const views = new Views();
    expect(() => views.compile(file.replace(/^views\//, ''))).not.toThrow();
  });
});
