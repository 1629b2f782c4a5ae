import { expect } from '@jest/globals';
import type { Newcomer } from './newcomer.js';

/** The chair signs in, declares and submits the application of a case. */
export async function submitApplication(
  newcomer: Newcomer,
  chair: string,
  casePath: string,
  reference: string,
): Promise<void> {
  await newcomer.as(chair);
  await newcomer.open(`/board${casePath}/submit`);
  await newcomer.fill({ reference });
  await newcomer.attach('file', 'application.pdf');
  await newcomer.press('Continue to the declaration');
  for (const box of await newcomer.page.locator('form.app-form [type=checkbox]').all()) {
    await box.check();
  }
  await newcomer.fill({ name: chair });
  await newcomer.press('Submit the application');
  expect(await newcomer.words()).toContain(reference);
}

/** An officer gives the body's consent at its own desk, on a condition or without. */
export async function giveConsent(
  newcomer: Newcomer,
  officer: string,
  consentPath: string,
  condition?: string,
): Promise<void> {
  await newcomer.as(officer);
  await newcomer.open(`${consentPath}/decide`);
  await newcomer.fill({ decision: condition === undefined ? 'granted' : 'conditional' });
  await newcomer.press('Continue');
  if (condition !== undefined) {
    await newcomer.fill({ words: condition, due: 'funding-agreement' });
    await newcomer.send();
    await newcomer.fill({ more: 'no' });
    await newcomer.press('Continue');
  }
  await newcomer.press('Continue');
  await newcomer.fill({ words: 'The body has considered the papers.' });
  await newcomer.press('Continue');
  await newcomer.fill({ signatory: officer, capacity: 'Secretary', authority: 'Minute 12' });
  await newcomer.press('Continue');
  await newcomer.fill({ read: ['yes'], authorised: ['yes'], name: officer });
  await newcomer.press(/^Give this consent/);
  expect(await newcomer.words()).toContain('Your consent is given');
}

/** Opens the letter of this kind to an address in the development post office. */
export async function openLetter(
  newcomer: Newcomer,
  address: string,
  subject: string,
): Promise<void> {
  await newcomer.until('/example/post', address);
  const row = newcomer.page.locator('tr', { hasText: address }).filter({ hasText: subject });
  await newcomer.leadOn(row.locator('a').first());
}

/** Answers the consultation on the page behind the letter's link. */
export async function replyOnThePage(
  newcomer: Newcomer,
  reply: { view: string; words: string; group: string },
): Promise<void> {
  await newcomer.leadOn(newcomer.page.locator('.app-letter a').first());
  await newcomer.leadOn(newcomer.page.locator('.govuk-button--start'));
  await newcomer.fill({ ...reply });
  await newcomer.press('Continue');
  await newcomer.fill({ publish: 'unnamed' });
  await newcomer.press('Send your reply');
  expect(await newcomer.words()).toContain('What happens next');
}
