import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answerOf, segment } from '../segments/segment.js';
import { htmlToText } from './html-to-text.js';

const quoteOf = (html: string) => answerOf(segment(htmlToText(html)));

describe('HTML as text', () => {
  it('keeps blocks, lists, tables and targets of links', () => {
    const html =
      '<h1>Answer</h1><p>One<br>two</p><ol><li>buses<li>uniform</ol><ul><li>cost</ul>' +
      '<table><tr><td>a</td><td>b</td></tr></table><a href="https://example.org/x">my paper</a>';
    expect(htmlToText(html)).toBe(
      'Answer\n\nOne\ntwo\n\n1. buses\n2. uniform\n\n- cost\n\na b\n\nmy paper <https://example.org/x>',
    );
  });

  it('leaves out what nobody wrote and keeps what only looks like a tag', () => {
    expect(
      htmlToText('<head><title>t</title></head><style>p{}</style><!-- x -->1 < 2 &lt; 3'),
    ).toBe('1 < 2 < 3');
    expect(htmlToText('a <!-- never ends')).toContain('never ends');
    expect(htmlToText('<style>never ends')).toContain('never ends');
    expect(htmlToText('<p title="a > b">x')).toBe('x');
    expect(htmlToText('&#8217;&#146;&#x1F600;&eacute;&unknown;&#0;')).toBe('’’😀é&unknown;\uFFFD');
  });

  it.each([
    '<div class="gmail_quote">On 3 Mar 2026 at 10:15, A wrote:<blockquote>old</blockquote></div>',
    '<blockquote type="cite">old</blockquote>',
    '<div class="moz-cite-prefix">On 3/3/26, A wrote:</div><blockquote type="cite">old</blockquote>',
    '<div class="yahoo_quoted" id="yahoo_quoted_1">old</div>',
    '<div class="protonmail_quote">old</div>',
    '<hr><div id="divRplyFwdMsg"><b>Fra:</b> A</div><div>old</div>',
    '<div class="OutlookMessageHeader">Lorem:</div><div>old</div>',
    '<div>26.06.2014, 14:41, "A" &lt;a@b.c&gt;:</div><blockquote>old</blockquote>',
  ])('shows what a mail program quoted as quoted: %s', (quote) => {
    expect(quoteOf(`<div>New</div>${quote}`)).toBe('New');
  });

  it("keeps a blockquote that is the author's own formatting", () => {
    expect(quoteOf('<p>My points</p><blockquote>The buses.</blockquote><p>End</p>')).toBe(
      'My points\n\nThe buses.\nEnd',
    );
  });

  it('keeps answers below and between quotes', () => {
    const html =
      '<blockquote type="cite">Q1</blockquote>Yes<blockquote type="cite">Q2</blockquote><p>No</p>';
    expect(quoteOf(html)).toBe('Yes\nNo');
  });

  it('neither overflows nor loses words on nesting of any depth', () => {
    const deep = 50_000;
    const text = htmlToText(`${'<div><blockquote>'.repeat(deep)}word${'</div>'.repeat(deep)} end`);
    expect(text).toContain('word');
    expect(text).toContain('end');
  });

  it('keeps every word of any text between any tags', () => {
    const tag = fc.constantFrom(
      '<b>',
      '</b>',
      '<div>',
      '</div>',
      '<p>',
      '<br>',
      '<td>',
      '</p>',
      '<li>',
    );
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(tag, word), { maxLength: 50 }), (pairs) => {
        const text = htmlToText(pairs.map(([mark, said]) => `${mark} ${said} `).join(''));
        const words = text.split(/[^a-z]+/).filter(Boolean);
        expect(words).toEqual(pairs.map(([, said]) => said));
      }),
    );
  });
});
