import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Body, Controller, Get, Post } from '@nestjs/common';
import type { Browser } from 'playwright-core';
import { z } from 'zod';
import {
  answered,
  choice,
  choices,
  dateIn,
  optionalText,
  text,
} from '../../apps/web/src/http/answers.js';
import { ForAnyone } from '../../apps/web/src/http/audience.js';
import { page as show, seeOther } from '../../apps/web/src/http/page.js';
import { addBody, addMembership, addPerson } from '#identity';
import { inTransaction, Refusal } from '#platform';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { aWebServer, type WebServer } from '../support/web.js';
import { aSession } from '../support/session.js';

jest.setTimeout(120_000);

const SAMPLES = join(import.meta.dirname, '..', 'support', 'views');

const LETTER = '00000000-0000-4000-8000-000000000001';

const Sample = z.object({
  name: text("Enter the school's name."),
  kind: choice(['a', 'b'], 'Choose the kind of meeting.'),
  closing: dateIn('Enter the closing date.'),
  words: optionalText({ max: 500 }),
  who: choices(['1', '2'], ''),
  trust: z.string().optional(),
  minutes: z.string().optional(),
});

/** Every component once, so that the look and axe are tried before any page uses it. */
@Controller('sample')
@ForAnyone('only in this story')
class SampleController {
  @Get('case')
  case() {
    return show('sample/case', {});
  }

  @Get('form')
  form() {
    return show('sample/form', {});
  }

  @Post('form')
  async send(@Body() body: unknown) {
    return answered(Sample, body, {
      good: async () => seeOther('/sample/case', { saying: 'The meeting of 4 June was recorded.' }),
      bad: () => show('sample/form', {}),
    });
  }

  @Get('conflict')
  conflict() {
    throw new Refusal('conflict', {
      theirs: [
        { key: 'Who', value: 'Grace Lee' },
        { key: 'When', value: '4 June 2026 at 9:32am' },
        { key: 'What', value: 'moved the closing date to 30 June 2026' },
      ],
    });
  }
}

describe('the ground in a browser', () => {
  let server: WebServer;
  let browser: Browser;
  let session: string;

  beforeAll(async () => {
    server = await aWebServer({ extra: { controllers: [SampleController], views: [SAMPLES] } });
    browser = await openChromium();
    await server.database.pool.query(
      `INSERT INTO post_office_mail (id, to_address, raw, subject, text, html, answer_to)
       VALUES ($1, 'grace.lee@example.org', '', $2, $3, '', 'reply+k7qm2xw4@assent.example.org')`,
      [
        LETTER,
        "Have your say on St Oswald's joining Northmere Learning Trust",
        `Dear Grace Lee,\n\nThe governing board asks for your view.\n\nAnswer here:\n${server.url}/r/k7qm2xw4k7qm2xw4k7qm2xw4\n\nYou can also answer this e-mail.\n`,
      ],
    );
    session = await inTransaction(server.database.pool, async (tx) => {
      const people = [
        ['Priya Nair', 'clerk', 'clerking-service', 'Northmere Governance Service'],
        [
          'Reverend Dr Thomas Ashworth-Bell',
          'faith-officer',
          'diocesan-board',
          'Diocese of Northmere Board of Education',
        ],
        ['Helen Marsh', 'chair', 'governing-board', "St Oswald's Church of England Primary School"],
      ] as const;
      let first = '';
      for (const [name, role, kind, bodyName] of people) {
        const email = `${name.split(' ')[0]!.toLowerCase()}@example.org`;
        const person = await addPerson(tx, { name, email });
        const body = await addBody(tx, { kind, name: bodyName });
        await addMembership(tx, { person: person.id, body: body.id, role });
        first ||= person.id;
      }
      return aSession(tx, first);
    });
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it.each([
    ['start', '/'],
    ['sign-in', '/sign-in'],
    ['check-your-email', '/sign-in/check-your-email'],
    ['signed-out', '/signed-out'],
    ['accessibility', '/accessibility'],
    ['privacy', '/privacy'],
    ['cookies', '/cookies'],
    ['contact', '/contact'],
    ['example-people', '/example/people'],
    ['example-clock', '/example/clock'],
    ['example-post', '/example/post'],
    ['example-letter', `/example/post/${LETTER}`],
    ['error-404', '/nowhere'],
    ['error-409', '/sample/conflict'],
  ])('%s has nothing that axe finds, at three widths', async (name, path) => {
    const context = await contextOf(browser, server.url);
    const page = await context.newPage();
    await page.goto(path);
    await checkPage(page, name);
    await context.close();
  });

  it.each([
    ['account', '/account'],
    ['sample-case', '/sample/case'],
    ['sample-form', '/sample/form'],
  ])('%s has nothing that axe finds, signed in, at three widths', async (name, path) => {
    const context = await contextOf(browser, server.url, { session });
    const page = await context.newPage();
    await page.goto(path);
    await checkPage(page, name);
    await context.close();
  });

  it('the pages of a link have nothing that axe finds', async () => {
    const context = await contextOf(browser, server.url);
    const page = await context.newPage();
    await page.goto('/sign-in');
    await page.getByLabel('Your e-mail address').fill('priya@example.org');
    await page.getByRole('button', { name: 'E-mail me a link' }).click();
    const { rows } = await server.database.pool.query<{ link: string }>(
      `SELECT values ->> 'link' AS link FROM letter ORDER BY written_at DESC LIMIT 1`,
    );
    await page.goto(rows[0]!.link);
    await checkPage(page, 'link-finish');
    const other = await (await contextOf(browser, server.url)).newPage();
    await other.goto(rows[0]!.link);
    await checkPage(other, 'link-code');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(1);
    await context.close();
  });

  it('says what is wrong, leads to it by keyboard, and goes on when it is right', async () => {
    const context = await contextOf(browser, server.url, { session });
    const page = await context.newPage();
    await page.goto('/sample/form');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await page.title()).toMatch(/^Error: /);
    expect(
      await page
        .locator('.govuk-error-summary')
        .evaluate((it) => it.contains(document.activeElement) || it === document.activeElement),
    ).toBe(true);
    await checkPage(page, 'sample-form-faults');
    await page.getByRole('link', { name: "Enter the school's name." }).press('Enter');
    expect(await page.locator('#name').evaluate((it) => it === document.activeElement)).toBe(true);

    await page.getByLabel("The school's name").fill("St Oswald's");
    await page.getByLabel('Full board').check();
    await page.getByLabel('Day').fill('27');
    await page.getByLabel('Month').fill('3');
    await page.getByLabel('Year').fill('2027');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('The meeting of 4 June was recorded.').waitFor();
    await checkPage(page, 'sample-note');
    await context.close();
  });

  it('works without JavaScript', async () => {
    const context = await contextOf(browser, server.url, { script: false });
    const page = await context.newPage();
    await page.goto('/sign-in');
    await page.getByRole('button', { name: /Priya Nair/ }).click();
    await page.goto('/account');
    expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('You are signed out');
    await context.close();
  });
});
