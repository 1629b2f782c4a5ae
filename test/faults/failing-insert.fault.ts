import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CaseDesk } from '../support/case-desk.js';
import { FaultDesk, SHORT } from '../support/fault-desk.js';
import { FaultPost } from '../support/fault-post.js';

jest.setTimeout(120_000);

/** What one passage through a case writes to. */
const TABLES = [
  'answered_form',
  'cases',
  'journal',
  'document',
  'letter',
  'deadline',
  'stream',
  'private_text',
  'blob',
  'consent_request',
  'consent_answer',
  'meeting',
  'resolution',
  'consultation',
  'mailing',
].slice(0, SHORT ? 6 : undefined);

/** More writes than an act makes to one table, so that it comes through in the end. */
const SOMETIMES = 7;

/** The first write to a table fails, and later ones at this distance; a sequence is not rolled back. */
async function letFail(desk: CaseDesk, table: string, distance = SOMETIMES): Promise<void> {
  await desk.asOwner(
    'CREATE SEQUENCE writes',
    'GRANT USAGE ON SEQUENCE writes TO assent_service',
    `CREATE FUNCTION fail_sometimes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF (nextval('writes') - 1) % ${distance} = 0 THEN
         RAISE EXCEPTION 'no space left for %', TG_TABLE_NAME USING ERRCODE = 'disk_full';
       END IF;
       RETURN NEW;
     END $$`,
    `CREATE TRIGGER fails BEFORE INSERT OR UPDATE ON ${table}
       FOR EACH ROW EXECUTE FUNCTION fail_sometimes()`,
  );
}

describe('a write that fails', () => {
  let desk: FaultDesk;
  beforeEach(async () => {
    desk = await FaultDesk.open();
  });
  afterEach(() => desk.close());

  it.each(TABLES)(
    'to %s takes its whole act with it, and the same form works later',
    async (table) => {
      await letFail(desk.desk, table);
      const life = desk.begin({ cases: 2, patient: true });
      expect(await life.ended).toBe(0);
      expect(life.said.filter(({ failed }) => failed !== undefined)).not.toEqual([]);
      expect(await desk.broken()).toEqual([]);
      expect(desk.refused).toEqual([]);
    },
  );
});

describe('a reply', () => {
  let post: FaultPost;
  beforeEach(async () => {
    post = await FaultPost.open();
  });
  afterEach(() => post.close());

  it('that cannot be stored is not acknowledged, and is one response when its sender comes back', async () => {
    await letFail(post.desk, 'inbound_mail');
    await post.reply({ duties: ['take'] }, 6);
    expect(post.pending).not.toEqual([]);
    expect(await post.broken()).toEqual([]);
    await post.desk.asOwner('DROP TRIGGER fails ON inbound_mail');
    await post.takeAll();
    expect(await post.broken()).toEqual([]);
    expect(await post.count('response')).toBe(6);
  });

  it.each(['response', 'inbound_identity', 'letter_fact'])(
    'whose %s cannot be written waits unread, and is one response later',
    async (table) => {
      await post.reply({ duties: ['take'] }, 3);
      await letFail(post.desk, table, 1);
      const worker = post.begin({ duties: ['read'] });
      await worker.until(({ failed }) => failed !== undefined);
      await worker.kill();
      expect(await post.broken()).toEqual([]);
      await post.desk.asOwner(
        `DROP TRIGGER fails ON ${table}`,
        `UPDATE product_clock SET movable = true, ahead = interval '10 minutes'`,
      );
      await post.endLeases();
      await post.takeAll();
      expect(await post.broken()).toEqual([]);
      expect(await post.count('response')).toBe(3);
    },
  );
});
