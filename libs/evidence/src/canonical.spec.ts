import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, isCanonical } from './canonical.js';

describe('canonical JSON', () => {
  it('writes the example of RFC 8785 section 3.2.2 as its section 3.2.3 prints it', () => {
    const example: unknown = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`);
    expect(canonicalJson(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code units, as RFC 8785 section 3.2.3 shows', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const facts = Object.fromEntries(keys.map((key) => [key, 0]));
    const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33'];
    expect(Object.keys(JSON.parse(canonicalJson(facts)) as object).sort()).toEqual(sorted);
    const written = canonicalJson(facts);
    const places = sorted.map((key) => written.indexOf(JSON.stringify(key)));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  // RFC 8785 appendix B: the bits of a double, and how it is written.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the double %s as %s', (bits, written) => {
    expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toBe(written);
  });

  it.each([
    ['undefined', { a: undefined }],
    ['a hole', [1, undefined]],
    ['NaN', NaN],
    ['infinity', [Infinity]],
    ['a big integer', 1n],
    ['a function', { a: () => 1 }],
    ['a symbol', Symbol('a')],
    ['a date', { on: new Date(0) }],
    ['a map', new Map()],
    ['half of a surrogate pair', 'a\ud800'],
    ['half of a surrogate pair in a key', { '\udc00': 1 }],
  ])('refuses %s', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  it('is the same for equal facts, parses back to them, and knows its own form', () => {
    const wellFormed = fc.string({ unit: 'binary' });
    const facts = fc.jsonValue({ stringUnit: 'binary' });
    fc.assert(
      fc.property(facts, wellFormed, (value, key) => {
        const written = canonicalJson({ [key]: value });
        const parsed: unknown = JSON.parse(written);
        expect(canonicalJson(parsed)).toBe(written);
        expect(isCanonical(written, parsed)).toBe(true);
        expect(parsed).toEqual(JSON.parse(JSON.stringify({ [key]: value })));
      }),
    );
  });

  it.each([
    ['a space', '{"a": 1}'],
    ['keys out of order', '{"b":1,"a":1}'],
    ['a key twice', '{"a":1,"a":1}'],
    ['a needless escape', '{"a":"\\u0041"}'],
    ['an escaped solidus', '{"a":"\\/"}'],
    ['a number written otherwise', '{"a":1.0}'],
    ['an exponent as short as the number', '{"a":1e2}'],
    ['an exponent whose saving a space takes up', '{"a":1e3 }'],
    ['minus zero', '{"a":-0}'],
    ['half of a surrogate pair', '{"a":"\\ud800"}'],
    ['a number beyond all numbers', '{"a":1e400}'],
  ])('tells that a text is not canonical for %s', (_name, text) => {
    expect(isCanonical(text, JSON.parse(text))).toBe(false);
  });
});
