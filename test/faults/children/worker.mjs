// A worker's process with those duties that its job names: sends letters, takes mail, reads it.
import { consultees, takeReply } from '#consultation';
import { expandMailings, mailIntake, startReader, startSender } from '#mail';
import { Database } from '#platform';
// Its lease is not for everybody to set.
import { Sender } from '../../../dist/libs/mail/src/sender.js';
import { smtpTransport } from '../../../dist/libs/mail/src/transport.js';
import { acknowledgeFirst, dieInside, markByHalves, readJob, say } from './life.mjs';

const job = await readJob();
const { pool } = await Database.open({ url: job.url });
if (job.die) dieInside(pool, job.die);
if (job.markByHalves) markByHalves(pool);
if (job.acknowledgeFirst) acknowledgeFirst(pool);

const { settings } = job;
const onError = (error) => say({ failed: String(error) });
if (job.duties.includes('send')) {
  startSender({ pool, settings, recipients: consultees.recipients, onError });
}
if (job.duties.includes('read')) startReader({ pool, take: takeReply, onError });
const intake = job.duties.includes('take')
  ? await mailIntake.listen({ pool, settings, onError })
  : null;
say({ port: intake?.port ?? 0 });
if (job.duties.includes('expand')) await expandMailings(pool, consultees.recipients);
if (job.duties.includes('send-briefly')) {
  const transport = smtpTransport(settings.smtpUrl, null, 1);
  await new Sender({ pool, settings, transport, leaseMs: job.leaseMs }).drain();
}
