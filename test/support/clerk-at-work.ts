import { expect } from '@jest/globals';
import { publication } from '#consultation';
import type { FormAnswers, Newcomer } from './newcomer.js';

/** The answers to a step, and the fields to which a paper is attached. */
export interface StepTaken {
  readonly answers?: FormAnswers;
  readonly papers?: readonly string[];
}

/** A clerk who takes the steps of one case in the browser. */
export class ClerkAtWork {
  constructor(
    private readonly newcomer: Newcomer,
    readonly name: string,
    readonly casePath: string,
  ) {}

  /** Opens a school's case by its pages, naming the bodies that the register does not know. */
  static async openingCase(
    newcomer: Newcomer,
    name: string,
    urn: string,
    bodies: FormAnswers = {},
  ): Promise<ClerkAtWork> {
    await newcomer.as(name);
    await newcomer.open(`/cases/open/${urn}/check`);
    if (Object.keys(bodies).length > 0) {
      await newcomer.fill(bodies);
      await newcomer.press('Continue');
    }
    await newcomer.press('Open the case');
    return new ClerkAtWork(newcomer, name, new URL(newcomer.page.url()).pathname);
  }

  async addPerson(
    part: string,
    name: string,
    email: string,
    more: FormAnswers = {},
  ): Promise<void> {
    await this.newcomer.as(this.name);
    await this.newcomer.open(`${this.casePath}/people/${part}/add`);
    await this.newcomer.fill({ name, email, ...more });
    await this.newcomer.press('Add to the case');
  }

  async addConsultee(name: string, email: string, group: string): Promise<void> {
    await this.newcomer.as(this.name);
    await this.newcomer.open(`${this.casePath}/consultation/consultees/new`);
    await this.newcomer.fill({ name, email, group });
    await this.newcomer.send();
  }

  /** Writes every section that people must be able to read before they are asked. */
  async writeWhatPeopleRead(): Promise<void> {
    await this.newcomer.as(this.name);
    for (const { id, title, required, lists } of publication.sections()) {
      if (!required) continue;
      await this.newcomer.open(`${this.casePath}/consultation/text/${id}`);
      if (lists === 'facts') await this.fillFacts();
      else await this.newcomer.fill({ words: `In our own words: ${title}.` });
      await this.newcomer.press('Save');
      expect(await this.newcomer.words()).toContain('is saved');
    }
  }

  private async fillFacts(): Promise<void> {
    const { page } = this.newcomer;
    await this.newcomer.leadOn(page.getByRole('link', { name: 'Begin from facts' }));
    // The last rows are empty: there is room for more than what is begun with.
    for (const claim of await page.locator('textarea[name^="claim-"]').all()) {
      if ((await claim.inputValue()) === '') continue;
      const row = (await claim.getAttribute('name'))!.replace('claim-', 'on-');
      await this.newcomer.fill({ [row]: '2026-01-05' });
    }
  }

  /** Takes a step: asked, checked, recorded. */
  async take(task: string, step: StepTaken = {}): Promise<void> {
    await this.toCheck(task, step);
    const { page } = this.newcomer;
    await this.newcomer.leadOn(await this.actOf(task));
    const after = await this.newcomer.words();
    if (!page.url().endsWith(this.casePath)) throw new Error(`${task} led nowhere:\n${after}`);
  }

  /** The button that takes a step which was checked. */
  private async actOf(task: string) {
    const act = this.newcomer.page.locator('form.app-form button[type=submit]');
    if ((await act.count()) > 0) return act;
    throw new Error(`${task} could not be taken:\n${await this.newcomer.words()}`);
  }

  /** Orders the launch of the consultation, and lets the time pass in which it is taken back. */
  async launch(step: StepTaken): Promise<void> {
    await this.toCheck('launch-consultation', step);
    await this.newcomer.leadOn(await this.actOf('launch-consultation'));
    expect(await this.newcomer.words()).toContain('Waits for its time');
    await this.newcomer.moveClock('1');
    await this.newcomer.until(`${this.casePath}/consultation/sending`, 'Begun');
    // Parents and neighbours are written to after staff.
    await this.newcomer.moveClock('1');
  }

  /** Tries a step and is stopped at its check, with this sentence. */
  async isRefused(task: string, sentence: string, step: StepTaken = {}): Promise<void> {
    await this.toCheck(task, step);
    expect(await this.newcomer.words()).toContain(sentence);
    const act = this.newcomer.page.locator('form.app-form button[type=submit]');
    expect([task, await act.count()]).toEqual([task, 0]);
  }

  private async toCheck(task: string, { answers = {}, papers = [] }: StepTaken): Promise<void> {
    await this.newcomer.as(this.name);
    const [name = '', query] = task.split('?');
    const search = query === undefined ? '' : `?${query}`;
    await this.newcomer.open(`${this.casePath}/steps/${encodeURIComponent(name)}${search}`);
    await this.newcomer.fill(answers);
    for (const paper of papers) {
      const field = this.newcomer.page.locator(`input[type=file][name="have_${paper}"]`);
      await this.newcomer.attach((await field.count()) > 0 ? `have_${paper}` : `file_${paper}`);
    }
    await this.newcomer.press('Continue');
    const url = this.newcomer.page.url();
    if (!url.includes('/check/')) {
      throw new Error(`${task} was not understood:\n${await this.newcomer.words()}`);
    }
  }
}
