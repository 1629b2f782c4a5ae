// A clerk's web process without its pages: takes cases through their steps by forms, and says every
// answer after its commit. Begun again, it sends again whatever was not answered, by the same form.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import {
  boardRoom,
  answerConsent,
  askConsent,
  correctEntry,
  extendConsultation,
  filePapers,
  launchConsultation,
  openCase,
  passDeadlines,
  takeStep,
} from '#cases';
import { findConsultation, publication } from '#consultation';
import { DocumentStore } from '#evidence';
import { Database, Refusal, inTransaction, now } from '#platform';
import { dieInside, readJob, say } from './life.mjs';

const A_DAY_MS = 86_400_000;
const A_DAY = '2026-01-05';
const LANES = 2;
const MOST_TRIES = 300;
/** A life that should have died by then will not. */
const MOST_CASES = 10;

const job = await readJob();
const { clerk, officer, trust, answered } = job;
const database = await Database.open({ url: job.url });
const { pool } = database;
if (job.die) dieInside(pool, job.die);
const documents = await DocumentStore.open(pool, job.folder);
const office = { pool, documents, baseUrl: 'https://assent.example.org' };

let taken = 0;
let working = true;
const lanes = Array.from({ length: LANES }, (_, lane) => lane);
const passing = job.deadlines ? passAgainAndAgain() : Promise.resolve();
await Promise.all(lanes.map(workOn));
working = false;
await passing;
await database.close();

async function workOn(lane) {
  for (let n = lane; n < job.urns.length; n += LANES) {
    if (!job.again && answered[nonceOf(n, 'last')]) continue;
    if (!job.again && (taken += 1) > MOST_CASES) return;
    say({ begun: n });
    try {
      await oneCase(n);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      say({ refused: n, why: `${error.code} ${JSON.stringify(error.facts)}` });
    }
  }
}

async function oneCase(n) {
  const opening = { actor: clerk, urn: job.urns[n], bodies: [] };
  const { id } = await send(n, 'open', (form) => openCase(office, { ...opening, form }));
  const step = (name, event, actor = clerk) =>
    act(n, id, name, (given) => takeStep(office, given, async () => event(await today())), actor);
  const paper = async (name, kind) => {
    const form = (sent) => file(n, id, name, kind, sent);
    return (await send(n, name, form)).documents[0];
  };

  const options = await paper('options', 'optionsPaper');
  await step('presented', (on) => ({ event: { type: 'options.presented', on, paper: options } }));
  await step('chosen', (on) => ({ event: { type: 'trust.chosen', on, trust } }));

  const consent = 'diocesan-authority';
  const asking = { consent, papers: [options], message: 'Will the board consent?' };
  await act(n, id, 'asked', (given) => askConsent(office, given, asking));
  await act(n, id, 'granted', (given) => grant(given, consent), officer);

  const minutes = await paper('minutes', 'minuteExtract');
  await act(n, id, 'resolved', async (given) =>
    boardRoom.recordResolution(office, given, voteOn(await today(), options, minutes)),
  );

  const assessment = await paper('assessment', 'equalityImpactAssessment');
  const mistaken = await step('assessed', (on) => ({
    event: { type: 'equality.assessed', on, assessment },
  }));
  const striking = { seq: mistaken.seq, event: null, reason: 'The wrong paper was filed.' };
  await act(n, id, 'corrected', (given) => correctEntry(office, given, striking));

  const document = await paper('document', 'consultationDocument');
  const consultation = (await findConsultation(pool, { caseId: id })).id;
  await tellPeople(consultation);
  const window = async (days) => ({
    consultation,
    closesOn: dayAfter(await now(pool), days),
    closesAt: '17:00',
  });
  await act(n, id, 'launched', async (given) =>
    launchConsultation(office, given, { ...(await window(20)), document }),
  );
  await act(n, id, 'last', async (given) => extendConsultation(office, given, await window(25)));
}

/** Writes what people must be able to read; what is written already stays. */
async function tellPeople(consultation) {
  const [fact] = publication.readyFacts();
  for (const { id: section, title, lists } of publication.sections()) {
    await inTransaction(pool, async (tx) => {
      const seen = (await publication.newest(tx, consultation))?.version ?? 0;
      const said = lists === 'facts' ? { facts: [{ ...fact, on: A_DAY }] } : { words: title };
      await publication.write(tx, clerk, { consultation, seen, section, said });
    });
  }
}

/** An act on the case as it stands at the moment; a deadline may have moved it in between. */
function act(n, caseId, name, work, actor = clerk) {
  return send(n, name, async (form) => {
    const { rows } = await pool.query('SELECT version FROM cases WHERE id = $1', [caseId]);
    return work({
      actor,
      caseId,
      seenVersion: rows[0].version,
      form: { ...form, person: actor.person },
    });
  });
}

/** Sends a form until it is answered; an answer that was had before is asked for only `again`. */
async function send(n, name, work) {
  const nonce = nonceOf(n, name);
  if (answered[nonce] && !job.again) return answered[nonce];
  const form = { nonce, person: clerk.person, content: { n, name } };
  for (let tries = 1; ; tries += 1) {
    try {
      const answer = await work(form);
      say({ nonce, answer });
      return answer;
    } catch (error) {
      const isPassing = error.code === 'conflict' || (job.patient && !(error instanceof Refusal));
      if (!isPassing || tries >= MOST_TRIES) throw error;
      say({ failed: name, why: error.message });
      await pause(error.code === 'conflict' ? 5 : 200);
    }
  }
}

async function file(n, caseId, name, kind, form) {
  const content = Buffer.from(`%PDF-1.4\n% ${job.space} ${n} ${name}\n%%EOF\n`);
  const file = await documents.receive({
    fileName: `${name}.pdf`,
    content: Readable.from([content]),
  });
  say({ received: file.sha256 });
  const facts = { kind, title: name, dated: null, status: 'approved', confidentiality: 'board' };
  return filePapers(office, { actor: clerk, caseId, form }, [{ file, ...facts }]);
}

async function grant(given, consent) {
  const { rows } = await pool.query('SELECT snapshot FROM cases WHERE id = $1', [given.caseId]);
  const part = rows[0].snapshot.consents[consent];
  return answerConsent(office, given, {
    consent,
    answer: 'granted',
    words: 'The board consents.',
    signatory: 'The Director of Education',
    authority: 'Minute 12 of the board',
    conditions: [],
    papersHash: part.context.papersHash,
  });
}

function voteOn(today, options, minutes) {
  return {
    purpose: 'apply',
    heldOn: today,
    noticeOn: dayAfter(new Date(today), -14),
    withPapers: true,
    urgency: null,
    fullBoard: true,
    inPost: 12,
    present: 9,
    interestsDeclared: true,
    withdrew: 0,
    votes: { for: 7, against: 1, abstained: 1, casting: null },
    prescribed: null,
    wording: 'That the school apply to become an academy.',
    papers: [options],
    minutes,
  };
}

async function passAgainAndAgain() {
  while (working) {
    await passDeadlines(pool, office.baseUrl).catch((error) => {
      if (!job.patient) throw error;
    });
    await pause(20);
  }
  await passDeadlines(pool, office.baseUrl);
}

async function today() {
  return (await now(pool)).toISOString().slice(0, 10);
}

function dayAfter(at, days) {
  return new Date(at.getTime() + days * A_DAY_MS).toISOString().slice(0, 10);
}

function nonceOf(n, name) {
  const hash = createHash('sha256').update(`${job.space} ${n} ${name}`).digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');
}
