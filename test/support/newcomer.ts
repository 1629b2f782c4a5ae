import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';

/** Answers to a form by the names of its fields; a list ticks boxes, a day is 2026-12-18. */
export type FormAnswers = Readonly<Record<string, string | readonly string[]>>;

/** Somebody who plays every part of an example installation, in a real browser without JavaScript. */
export class Newcomer {
  private constructor(
    readonly page: Page,
    readonly url: string,
  ) {}

  static async at(browser: Browser, url: string): Promise<Newcomer> {
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL: url });
    return new Newcomer(await context.newPage(), url);
  }

  /** Becomes one of the example people, or somebody who was put on a case since. */
  async as(name: string): Promise<void> {
    await this.page.goto('/example/people');
    await this.leadOn(this.page.getByRole('button', { name }).first());
  }

  async open(path: string): Promise<void> {
    const answer = await this.page.goto(path);
    expect([path, answer?.status()]).toEqual([path, 200]);
  }

  async press(name: string | RegExp): Promise<void> {
    await this.leadOn(this.page.getByRole('button', { name }).first());
  }

  /** Sends the first form of the page. */
  async send(): Promise<void> {
    await this.leadOn(this.page.locator('form.app-form button[type=submit]').first());
  }

  async follow(name: string | RegExp): Promise<void> {
    await this.leadOn(this.page.getByRole('link', { name }).first());
  }

  /** Fills in the form of the page, by the names of its fields. */
  async fill(answers: FormAnswers): Promise<void> {
    for (const [name, value] of Object.entries(answers)) await this.fillOne(name, value);
  }

  /** Attaches a small PDF of this name to a field. */
  async attach(field: string, name = `${field}.pdf`): Promise<void> {
    await this.page.locator(`input[type=file][name="${field}"]`).setInputFiles({
      name,
      mimeType: 'application/pdf',
      buffer: Buffer.from(
        `%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% ${name} ${Math.random()}\ntrailer<</Root 1 0 R>>\n%%EOF\n`,
      ),
    });
  }

  /** Moves the product's clock on by a number of hours that its page offers. */
  async moveClock(hours: '1' | '24' | '168' | '336' | '1008' | '2184'): Promise<void> {
    await this.open('/example/clock');
    await this.fill({ hours });
    await this.press('Move the clock on');
  }

  /** The words of the page, without its frame. */
  async words(): Promise<string> {
    return this.page.locator('main').innerText();
  }

  /** Opens a page again until it says this; for what the worker does in its own time. */
  async until(path: string, says: string): Promise<void> {
    for (let tries = 0; tries < 60; tries += 1) {
      await this.page.goto(path);
      if ((await this.words()).includes(says)) return;
      await pause(500);
    }
    throw new Error(`${path} never said “${says}”, but:\n${await this.words()}`);
  }

  /** Clicks what leads to another page, and waits for it: who goes on at once would cut it short. */
  async leadOn(target: Locator): Promise<void> {
    await Promise.all([this.page.waitForEvent('framenavigated'), target.click()]);
    await this.page.waitForLoadState();
    if (new URL(this.page.url()).pathname === '/sign-in/again') await this.proveWhoTheyAre();
  }

  /** Types the code that an example installation shows, and sends again what was on its way. */
  private async proveWhoTheyAre(): Promise<void> {
    await this.fill({ code: await this.page.locator('#example-code').innerText() });
    await this.send();
    if (new URL(this.page.url()).pathname === '/sign-in/again/go-on') await this.send();
  }

  private async fillOne(name: string, value: string | readonly string[]): Promise<void> {
    const day = this.page.locator(`[name="${name}-day"]`);
    if ((await day.count()) > 0) return this.fillDay(name, String(value));
    const fields = this.page.locator(`[name="${name}"]`);
    const type = await kindOf(fields.first());
    if (type === 'radio' || type === 'checkbox') {
      for (const one of [value].flat()) await this.tick(name, String(one));
    } else if (type === 'select') {
      await fields.first().selectOption(String(value));
    } else {
      await fields.first().fill(String(value));
    }
  }

  private async fillDay(name: string, value: string): Promise<void> {
    const [year = '', month = '', day = ''] = value.split('-');
    await this.page.locator(`[name="${name}-day"]`).fill(day);
    await this.page.locator(`[name="${name}-month"]`).fill(month);
    await this.page.locator(`[name="${name}-year"]`).fill(year);
  }

  /** By its value, or by the words beside it. */
  private async tick(name: string, value: string): Promise<void> {
    const byValue = this.page.locator(`[name="${name}"][value="${value}"]`);
    if ((await byValue.count()) > 0) return byValue.first().check();
    await this.page.getByLabel(value, { exact: true }).first().check();
  }
}

async function kindOf(field: Locator): Promise<string> {
  const tag = await field.evaluate((element) => element.tagName.toLowerCase());
  return tag === 'input' ? ((await field.getAttribute('type')) ?? 'text') : tag;
}
