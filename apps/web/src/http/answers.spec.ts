import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  answered,
  choices,
  dateIn,
  optionalDateIn,
  optionalText,
  text,
  timeOfDay,
  wholeNumber,
} from './answers.js';
import { Page, page } from './page.js';

/** What a form with one field makes of what was typed: its value, or its message. */
async function read(schema: z.ZodType, typed: Record<string, unknown>): Promise<unknown> {
  const result = await answered(z.object({ it: schema }), typed, {
    good: ({ it: value }) => ({ value }),
    bad: () => page('x'),
  });
  if (!(result instanceof Page)) return result.value;
  return (result.data['faults'] as Record<string, string>)['it'];
}

describe('answers', () => {
  it.each([
    ['5pm', '17:00'],
    ['9:30am', '09:30'],
    ['9.30 AM', '09:30'],
    ['17:00', '17:00'],
    ['12am', '00:00'],
    ['12pm', '12:00'],
    ['midday', '12:00'],
    ['midnight', '00:00'],
    ['13pm', 'When?'],
    ['24:00', 'When?'],
    ['9:61am', 'When?'],
    ['', 'When?'],
    ['soon', 'When?'],
  ])('reads the time %p as %p', async (typed, expected) => {
    expect(await read(timeOfDay('When?'), { it: typed })).toBe(expected);
  });

  it.each([
    [['27', '3', '2027'], '2027-03-27'],
    [['1', '12', '2026'], '2026-12-01'],
    [['29', '2', '2028'], '2028-02-29'],
    [['29', '2', '2027'], expect.stringContaining('real date')],
    [['31', '2', '2027'], expect.stringContaining('real date')],
    [['1', '1', '0026'], expect.stringContaining('real date')],
    [['1', '1', '26'], 'Which day?'],
    [['', '', ''], 'Which day?'],
    [['१', '1', '2027'], 'Which day?'],
    [['1e1', '1', '2027'], 'Which day?'],
  ])('reads the date %p as %p', async ([day, month, year], expected) => {
    const typed = { 'it-day': day, 'it-month': month, 'it-year': year };
    expect(await read(dateIn('Which day?'), typed)).toEqual(expected);
  });

  it.each([
    [['', '', ''], null],
    [['1', '12', '2026'], '2026-12-01'],
    [['1', '', '2026'], 'Which day?'],
    [['31', '2', '2027'], expect.stringContaining('Which day?')],
  ])('reads the date %p, which may be missing, as %p', async ([day, month, year], expected) => {
    const typed = { 'it-day': day, 'it-month': month, 'it-year': year };
    expect(await read(optionalDateIn('Which day?'), typed)).toEqual(expected);
  });

  it('reads words: trimmed, composed, with plain line ends, and nothing that cannot be kept', async () => {
    expect(await read(text('Enter it.'), { it: '  e\u0301cole\r\nnord ' })).toBe(
      '\u00e9cole\nnord',
    );
    expect(await read(text('Enter it.'), { it: ' \n ' })).toBe('Enter it.');
    expect(await read(text('Enter it.'), {})).toBe('Enter it.');
    expect(await read(optionalText(), {})).toBe('');
    expect(
      await read(text('Enter it.', { max: 3 }), { it: '\u{1F600}\u{1F600}\u{1F600}' }),
    ).toHaveLength(6);
    expect(await read(text('Enter it.', { max: 3 }), { it: 'four' })).toContain('3 characters');
    for (const bad of ['a\0b', 'a\u001bb', 'a\ud800b']) {
      expect(await read(text('Enter it.'), { it: bad })).toContain('cannot keep');
    }
  });

  it('reads numbers and choices as people give them', async () => {
    expect(await read(wholeNumber('How many?', { max: 20 }), { it: ' 12 ' })).toBe(12);
    for (const bad of ['', '-1', '21', '1.5', '1e309', '१२', 'NaN', '99999999999999']) {
      expect(await read(wholeNumber('How many?', { max: 20 }), { it: bad })).toBe('How many?');
    }
    expect(await read(choices(['a', 'b'], 'Who?'), { it: 'a' })).toEqual(['a']);
    expect(await read(choices(['a', 'b'], 'Who?'), { it: ['a', 'b'] })).toEqual(['a', 'b']);
    expect(await read(choices(['a', 'b'], 'Who?'), {})).toBe('Who?');
    expect(await read(choices(['a', 'b'], ''), {})).toEqual([]);
  });

  it('names the first box of a date for who follows the message', async () => {
    const shown = await answered(
      z.object({ closing: dateIn('Which day?'), name: text('Who?') }),
      { 'closing-day': '', 'closing-month': '', 'closing-year': '', name: '' },
      { good: () => page('good'), bad: () => page('form', { kept: true }) },
    );
    expect(shown).toMatchObject({
      view: 'form',
      status: 422,
      data: {
        kept: true,
        errorList: [
          { text: 'Which day?', href: '#closing-day' },
          { text: 'Who?', href: '#name' },
        ],
      },
    });
  });
});
