import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { freePort, Installation, until } from '../support/installation.js';

jest.setTimeout(180_000);

/** With a mail system there are no examples, which take seconds to make. */
const MAIL = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'assent@example.org' };

describe('a launcher that is killed', () => {
  let installation: Installation;
  beforeEach(() => {
    installation = new Installation();
  });
  afterEach(() => installation.remove());

  it('is outlived by nothing but the database, which the next start joins and ends', async () => {
    const port = await freePort();
    const { child, said } = installation.start({ PORT: String(port), ...MAIL });
    await until(() => said.out.includes('Stop with Ctrl-C'));
    child.kill('SIGKILL');
    await until(
      async () =>
        (await installation.left()).filter((line) => line.includes('main.js')).length === 0,
    );

    // The next start takes the lock over, joins the database that was left, and ends it.
    const next = installation.start({ PORT: String(port), ...MAIL });
    await until(() => next.said.out.includes('Stop with Ctrl-C'));
    next.child.kill('SIGINT');
    await once(next.child, 'exit');
    expect(await installation.left()).toEqual([]);
  });
});
