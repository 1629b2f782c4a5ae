import { describe, expect, it } from '@jest/globals';
import { checkLetters } from './check-letters.js';
import { renderLetter } from './render-letter.js';
import { loadTemplates, parseTemplate } from './template.js';

const VALUES = {
  schoolName: 'St Mary’s <School>',
  reference: '2026-0042',
  trustName: 'The Vale Trust',
  bodyName: 'Diocesan Board of Education',
  documentName: 'The church supplemental agreement',
  toName: 'Ann O’Neil',
  stopLink: 'https://assent.example.org/r/key/reminders',
  link: 'https://assent.example.org/r/secretkey',
  replyBy: 'Friday 27 March 2026 at 5pm',
  date: '12 March 2026',
  onBehalfOf: 'the governing board',
  reason: 'Three members were ill.',
  what: 'A passkey now proves who you are.',
  outcome: 'gave its consent',
  opens: '1 September 2026',
  partyName: 'the trust',
  consentingBody: 'The Bishop',
  silence: '20 July 2026',
  onPaper: 'You are written to on paper.',
  until: '31 August 2027',
  otherSchool: 'Riverside School',
  replyNumber: '17',
  theirWords: 'I agree.\nMy second line.',
  otherSchools: 'Riverside School',
  otherWords: '> quoted',
  checkCode: '7K3M-9QXR-2T4B-HW8D',
  wordsHash: 'ab'.repeat(32),
  standing: 'a provisional date',
  academyUrn: '150001',
  groupName: 'Valley schools',
  deskName: 'Northern Clerks',
  agenda: 'To apply for an academy order.',
  papers: 'Options paper; due diligence report',
  place: 'The school hall',
  startsAt: '6pm',
  requisition: 'To hear the union.',
  governors: 'Ann Lee, Bo Ray, Cy Fox',
  rule: 'The trustees’ consent is in force.',
};

function faultsOf(source: string): readonly string[] {
  return checkLetters([parseTemplate('example', source)]);
}

const letter = (head: string, body: string): string =>
  `---\nsubject: Hello\n${head}\n---\n\nDear {toName},\n\n${body}\n`;

describe('the letters', () => {
  it('are all well worded, with every placeholder declared and used', () => {
    expect(checkLetters()).toEqual([]);
  });

  it.each([...loadTemplates().keys()])('render %s without anything left open', (name) => {
    const { subject, text, html } = renderLetter(name, VALUES);
    expect(subject + text + html).not.toMatch(/\{[a-z]+\}|undefined|null/i);
    expect(text).toContain('This is not a Department for Education service.');
    expect(html.match(/<a /g) ?? []).toHaveLength(text.includes('secretkey') ? 1 : 0);
    expect(html).not.toMatch(/<img|<script|http:\/\//);
  });

  it('show markup in a value as text', () => {
    const { html } = renderLetter('consultation-closed', VALUES);
    expect(html).toContain('St Mary’s &lt;School&gt;');
    expect(html).not.toContain('<School>');
  });

  it('never read a value as a placeholder, a list, a link or a second header', () => {
    const values = { ...VALUES, schoolName: '{link}\r\nBcc: a@b.uk', reason: '- x\n\n{link}' };
    const { subject, html } = renderLetter('consultation-extended', values);
    expect(subject).toContain('{link} Bcc: a@b.uk');
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(html).not.toContain('<li>');
  });

  it('leave out a block whose optional value is empty', () => {
    const { text } = renderLetter('consultation-extended', { ...VALUES, reason: null });
    expect(text).not.toContain('The reason');
  });

  it('name the site that the link opens, and keep the text without it', () => {
    const { text, html, kept } = renderLetter('consultation-launched', VALUES);
    expect(text).toContain('Read the proposal and reply:\nhttps://assent.example.org/r/secretkey');
    expect(html).toContain('This link opens assent.example.org.');
    expect(kept).toContain('Read the proposal and reply:\nhttps://assent.example.org/r/secretkey');
    expect(renderLetter('sign-in', VALUES).kept).not.toContain('secretkey');
  });

  it('cannot be rendered without a declared value', () => {
    expect(() => renderLetter('order-made', { ...VALUES, date: ' ' })).toThrow('date');
  });
});

describe('the check of the letters', () => {
  it.each([
    ['an undeclared placeholder', 'placeholders: [toName]', 'On {date}.', '{date} is not declared'],
    ['an unused one', 'placeholders: [toName, date]', 'Now.', 'date is never used'],
    ['an unknown one', 'placeholders: [toName, moon]', 'On {moon}.', 'moon is not a value'],
    [
      'a link within a sentence',
      'placeholders: [toName, link]\naction: Go',
      'See {link}.',
      'alone',
    ],
    ['a link without words', 'placeholders: [toName, link]', '{link}', 'belong together'],
    ['a plea', 'placeholders: [toName]', 'Please reply.', 'please'],
    ['a long sentence', 'placeholders: [toName]', `${'word '.repeat(30)}.`, 'over 25 words'],
  ])('finds %s', (_, head, body, fault) => {
    expect(faultsOf(letter(head, body)).join()).toContain(fault);
  });

  it('refuses a head that it does not understand', () => {
    expect(() => faultsOf('---\nsubject: A\ncolour: red\n---\nB')).toThrow('colour');
  });
});
