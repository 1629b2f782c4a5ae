import type { Pool } from 'pg';
import type { DocumentStore } from '#evidence';
import { events } from '#journey';
import type { EventType } from '#journey';
import { verifyCases } from '#cases';

/**
 * What must hold of a database at rest after whatever fault: I1 to I5 of the fault plan. Answers a
 * sentence for each breach. Everything that people did must have come by forms.
 */
export async function nothingBroken(pool: Pool, store: DocumentStore): Promise<string[]> {
  const { faults } = await verifyCases(pool, { store });
  const breaches = faults.map(({ stream, seq, what }) => `${stream} ${seq}: ${what}`);
  for (const [says, sql] of Object.entries(RULES)) {
    const { rows } = await pool.query<{ what: string }>(sql);
    breaches.push(...rows.map(({ what }) => `${says}: ${what}`));
  }
  return [...breaches, ...(await wrongLetters(pool))];
}

/** Each statement answers what breaks the rule that its key says. */
const RULES: Readonly<Record<string, string>> = {
  'a form was taken and never answered': `
    SELECT nonce AS what FROM answered_form WHERE answer::text = 'null'`,
  'an answer tells of an entry that is not there': `
    SELECT f.nonce AS what FROM answered_form f
     WHERE f.answer ->> 'seq' IS NOT NULL AND NOT EXISTS (SELECT FROM journal j
       WHERE j.stream = 'case:' || (f.answer ->> 'caseId') AND j.seq = (f.answer ->> 'seq')::int)`,
  'an act of a person did not come by one form': `
    SELECT j.stream || ' ' || j.seq AS what FROM journal j
      LEFT JOIN answered_form f ON j.stream = 'case:' || (f.answer ->> 'caseId')
        AND j.seq = (f.answer ->> 'seq')::int
     WHERE j.stream LIKE 'case:%' AND j.kind IN ('move', 'correction')
       AND j.entry #>> '{actor,role}' <> 'system'
     GROUP BY j.stream, j.seq HAVING count(f.nonce) <> 1`,
  'a case was not opened by one form': `
    SELECT c.reference AS what FROM cases c
      LEFT JOIN answered_form f ON f.answer ->> 'id' = c.id::text
     GROUP BY c.id HAVING count(f.nonce) <> 1`,
  'a case has no opening entry, clerk or consultation': `
    SELECT c.reference AS what FROM cases c
     WHERE NOT EXISTS (SELECT FROM journal WHERE stream = 'case:' || c.id AND type = 'case.opened')
        OR NOT EXISTS (SELECT FROM case_person WHERE case_id = c.id AND role = 'clerk')
        OR NOT EXISTS (SELECT FROM consultation WHERE case_id = c.id)`,
  'a document was not filed by one form': `
    SELECT d.id AS what FROM document d LEFT JOIN (
        SELECT json_array_elements_text(answer -> 'documents') AS id FROM answered_form) f
        ON f.id = d.id::text
     WHERE NOT EXISTS (SELECT FROM consultation_report r WHERE d.id IN (r.html, r.csv, r.json, r.pdf, r.docx))
     GROUP BY d.id HAVING count(f.id) <> 1`,
  'an answer names a document that is not there': `
    SELECT f.id AS what FROM (
        SELECT json_array_elements_text(answer -> 'documents') AS id FROM answered_form) f
     WHERE NOT EXISTS (SELECT FROM document d WHERE d.id::text = f.id)`,
  'a file has a row and no document': `
    SELECT encode(sha256, 'hex') AS what FROM blob b
     WHERE NOT EXISTS (SELECT FROM document d WHERE d.sha256 = b.sha256)`,
  'a stream has no entry': `SELECT name AS what FROM stream WHERE seq = 0`,
  'a personal text belongs to no entry': `
    SELECT encode(p.commitment, 'hex') AS what FROM private_text p
     WHERE NOT EXISTS (SELECT FROM journal, json_each_text(entry -> 'texts') AS t
         WHERE t.value = encode(p.commitment, 'hex'))
       AND NOT EXISTS (SELECT FROM consent_request WHERE message = p.commitment)
       AND NOT EXISTS (SELECT FROM consent_condition WHERE words = p.commitment)`,
  'a request, answer or vote is not a move of its case': `
    SELECT c.reference AS what FROM cases c
     WHERE ${movesOf('consent.requested', 'consent.more-given', 'consent.papers-given')}
         <> (SELECT count(*) FROM consent_request WHERE case_id = c.id)
        OR ${movesOf('consent.acknowledged', 'consent.more-asked', 'consent.decided', 'consent.withdrawn')}
         <> (SELECT count(*) FROM consent_answer a JOIN consent_request r ON r.id = a.request
              WHERE r.case_id = c.id)
        OR ${movesOf('board.resolved')} <> (SELECT count(*) FROM resolution WHERE case_id = c.id)`,
  'a meeting, a vote and its entry do not go together': `
    SELECT m.board::text AS what FROM meeting m LEFT JOIN resolution r ON r.meeting = m.id
      LEFT JOIN journal j ON j.stream = 'body:' || m.board AND j.type = 'vote.recorded'
        AND j.entry #>> '{data,meeting}' = m.id::text
     WHERE m.convened_at IS NULL AND (r.id IS NULL OR j.seq IS NULL)
    UNION ALL SELECT stream FROM journal WHERE type = 'vote.recorded'
       AND entry #>> '{data,meeting}' NOT IN (SELECT id::text FROM meeting)`,
  'a counted resolution is not what its ledger says': `
    SELECT r.id::text AS what FROM resolution r JOIN LATERAL (
        SELECT count(*) FILTER (WHERE l.vote = 'for') AS yes,
               count(*) FILTER (WHERE l.vote = 'against') AS no, max(s.casting) AS casting
          FROM vote_sheet s LEFT JOIN vote_line l ON l.sheet = s.id
         WHERE s.item = r.item AND s.version = (
           SELECT max(version) FROM vote_sheet WHERE item = r.item)) counted ON true
     WHERE r.item IS NOT NULL AND (counted.yes, counted.no) <> (r.votes_for, r.votes_against)
        OR r.item IS NOT NULL AND counted.casting IS DISTINCT FROM r.casting`,
  'the answers of a body are not its entries': `
    SELECT b.id::text AS what FROM body b
     WHERE (SELECT count(*) FROM journal WHERE stream = 'body:' || b.id AND type LIKE 'consent.%')
         <> (SELECT count(*) FROM consent_answer a JOIN consent_request r ON r.id = a.request
              WHERE r.body = b.id)`,
  'the window of a consultation is not that of its case': `
    SELECT c.reference AS what FROM consultation n JOIN cases c ON c.id = n.case_id
     WHERE n.closes_at IS DISTINCT FROM
         (c.snapshot #>> '{case,context,consultation,closesAt}')::timestamptz
        OR (n.launched_at IS NULL) <> (${movesOf('consultation.launched')} = 0)
        OR (n.closed_at IS NULL) <> (${movesOf('consultation.closed')}
          = ${movesOf('consultation.reopened')})`,
  'a consultation was launched, extended or closed in one record alone': `
    SELECT c.reference || ' ' || pair.own AS what FROM consultation n
      JOIN cases c ON c.id = n.case_id
     CROSS JOIN (VALUES ('consultation.opened', 'consultation.launched'),
       ('consultation.extended', 'consultation.extended'),
       ('consultation.reopened', 'consultation.reopened'),
       ('consultation.closed', 'consultation.closed')) AS pair (own, move)
     WHERE (SELECT count(*) FROM journal WHERE stream = 'consultation:' || n.id AND type = pair.own)
        <> (SELECT count(*) FROM journal WHERE stream = 'case:' || c.id AND type = pair.move)`,
  'an open consultation has not one deadline to close it': `
    SELECT c.reference AS what FROM consultation n JOIN cases c ON c.id = n.case_id
      LEFT JOIN deadline d ON d.case_id = c.id AND d.kind = 'close-consultation'
        AND d.due_at = n.closes_at AND d.cancelled_at IS NULL
        AND (d.passed_at IS NULL) = (n.closed_at IS NULL)
     WHERE n.launched_at IS NOT NULL GROUP BY c.id, n.id HAVING count(d.id) <> 1`,
  'two deadlines of the same thing wait': `
    SELECT case_id AS what FROM deadline
     WHERE kind <> 'remind-body' AND passed_at IS NULL AND cancelled_at IS NULL
     GROUP BY case_id, kind, subject HAVING count(*) > 1`,
  'a body that was asked has not its three reminders': `
    SELECT c.reference AS what FROM cases c
     WHERE 3 * ${movesOf('consent.requested', 'consent.more-given')}
         <> (SELECT count(*) FROM deadline WHERE case_id = c.id AND kind = 'remind-body')`,
  'more people were reminded than deadlines passed': `
    SELECT case_id AS what FROM mailing m WHERE template = 'consultation-closing-soon'
     GROUP BY case_id HAVING count(*) > (SELECT count(*) FROM deadline d
       WHERE d.case_id = m.case_id AND kind = 'remind-consultees' AND passed_at IS NOT NULL)
    UNION ALL SELECT case_id FROM letter l WHERE template = 'consent-reminder'
     GROUP BY case_id, person HAVING count(*) > (SELECT count(*) FROM deadline d
       WHERE d.case_id = l.case_id AND kind = 'remind-body' AND passed_at IS NOT NULL)`,
  'a letter or mailing has a cause that is not there': `
    SELECT id AS what FROM letter l WHERE cause_seq IS NOT NULL AND NOT EXISTS (
      SELECT FROM journal j WHERE (j.stream, j.seq) = (l.cause_stream, l.cause_seq))
    UNION ALL SELECT id FROM mailing l WHERE cause_seq IS NOT NULL AND NOT EXISTS (
      SELECT FROM journal j WHERE (j.stream, j.seq) = (l.cause_stream, l.cause_seq))`,
  'a mailing was expanded by halves': `
    SELECT m.id AS what FROM mailing m LEFT JOIN letter l ON l.mailing_id = m.id
     GROUP BY m.id HAVING count(l.id) <> coalesce((m.counts ->> 'written')::int, 0)
        OR (m.expanded_at IS NULL) <> (m.counts IS NULL)
        OR (m.counts ->> 'written') <> (m.counts ->> 'recipients')`,
  'what is kept of a letter is not what became of it': `
    SELECT l.id AS what FROM letter l LEFT JOIN letter_text t ON t.letter = l.id
      LEFT JOIN letter_fact f ON f.letter = l.id AND f.fact = 'sent'
     WHERE channel = 'email'
     GROUP BY l.id HAVING count(f.seq) > 1 OR (count(t.letter) > 0) <> (count(f.seq) > 0)
        OR (count(f.seq) > 0) <> (l.status IN ('sent', 'replied', 'bounced'))`,
  'the facts of a letter have a gap': `
    SELECT letter AS what FROM letter_fact GROUP BY letter HAVING max(seq) <> count(*)`,
  'a mail that became a response was not filed as one': `
    SELECT m.id AS what FROM inbound_mail m LEFT JOIN response r ON r.inbound_mail = m.id
     GROUP BY m.id HAVING count(r.id)
       <> CASE WHEN m.read_at IS NOT NULL AND m.outcome IN ('counted', 'late', 'waiting') THEN 1 ELSE 0 END`,
  'a mail is known by its identity and was not read': `
    SELECT m.id AS what FROM inbound_identity i JOIN inbound_mail m ON m.id = i.inbound
     WHERE m.read_at IS NULL`,
  'a mail that counts did not make its letter a replied one, once': `
    SELECT m.id AS what FROM inbound_mail m LEFT JOIN letter_fact f
        ON f.letter = m.letter AND f.fact = 'replied' AND f.detail ->> 'inbound' = m.id::text
     GROUP BY m.id
     HAVING count(f.seq) <> CASE WHEN m.outcome = 'counted' THEN 1 ELSE 0 END`,
  'a response is not the entry that commits to it': `
    SELECT r.id AS what FROM response r WHERE NOT EXISTS (SELECT FROM journal j
       WHERE j.stream = 'consultation:' || r.consultation_id AND j.seq = r.record_seq
         AND j.entry #>> '{data,response}' = r.id::text)
    UNION ALL SELECT (entry #>> '{data,response}')::uuid FROM journal
     WHERE type = 'response.received'
       AND entry #>> '{data,response}' NOT IN (SELECT id::text FROM response)`,
  'the numbers of responses have a gap': `
    SELECT n.id AS what FROM consultation n LEFT JOIN response r ON r.consultation_id = n.id
     GROUP BY n.id HAVING count(r.id) <> n.last_number OR coalesce(max(r.number), 0) <> n.last_number`,
  'a response by mail or page has not one receipt': `
    SELECT n.id AS what FROM consultation n
     WHERE (SELECT count(*) FROM response r LEFT JOIN inbound_mail m ON m.id = r.inbound_mail
              LEFT JOIN consultee e ON e.id = r.consultee
             WHERE r.consultation_id = n.id AND (m.outcome = 'counted'
                OR r.channel = 'page' AND r.received_at < n.closes_at AND e.email IS NOT NULL))
        <> (SELECT count(*) FROM letter l
             WHERE l.consultation_id = n.id AND l.template = 'reply-receipt')`,
};

/** How often these events are among the moves of case `c`. */
function movesOf(...types: readonly EventType[]): string {
  const names = types.map((type) => `'${type}'`).join(', ');
  return `(SELECT count(*) FROM journal WHERE stream = 'case:' || c.id AND type IN (${names}))`;
}

/** The roles on a case to which each kind of recipient in the journey's table answers. */
const ROLES: Readonly<Record<string, string>> = {
  clerk: 'clerk',
  chair: 'chair',
  governors: 'governor',
  trust: 'trust-officer',
  authority: 'authority-officer',
  region: 'regional-officer',
  unions: 'union-officer',
  'the-body': 'faith-officer',
  'consenting-bodies': 'faith-officer',
};

interface Told {
  readonly caseId: string;
  readonly seq: number;
  readonly type: EventType;
  readonly consent: string | null;
  readonly people: readonly { person: string; role: string; parts: readonly string[] | null }[];
  readonly letters: readonly string[];
  readonly mailings: readonly string[];
}

/** Each move told everybody whom the table names, each once, and nobody else. */
async function wrongLetters(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<Told>(TOLD);
  return rows.flatMap((told) => {
    const { tells } = events[told.type];
    const letters = tells.flatMap(({ letter, to }) => {
      const people = to.flatMap((recipient) => peopleFor(recipient, told));
      return [...new Set(people)].map((person) => `${letter} to ${person}`);
    });
    const mailings = tells
      .filter(({ to }) => to.some((recipient) => recipient === 'consultees'))
      .filter(() => told.type.startsWith('consultation.'))
      .map(({ letter }) => letter);
    const owed = [...letters, ...mailings].toSorted().join(', ');
    const written = [...told.letters, ...told.mailings].toSorted().join(', ');
    if (owed === written) return [];
    return [`${told.type} (${told.caseId} ${told.seq}) wrote “${written}”, not “${owed}”`];
  });
}

/** The local authority has no desk on a case where nobody of it stands: it is told by post. */
const ON_PAPER = 'the authority on paper';

function peopleFor(recipient: string, { people, consent }: Told): readonly string[] {
  if (recipient === 'authority-on-paper')
    return people.some(({ role }) => role === ROLES['authority']) ? [] : [ON_PAPER];
  return people
    .filter(({ role }) => role === ROLES[recipient])
    .filter(({ parts }) => recipient !== 'the-body' || parts?.includes(consent ?? ''))
    .map(({ person }) => person);
}

// A vote before the consultation is published to nobody; here no vote comes after it.
const TOLD = `
SELECT c.id AS "caseId", j.seq, j.type, j.entry #>> '{data,consent}' AS consent,
    (SELECT coalesce(json_agg(json_build_object('person', p.person, 'role', p.role, 'parts',
        (SELECT json_agg(b.part) FROM case_body b WHERE b.case_id = c.id AND b.body = p.body))), '[]')
       FROM case_person p WHERE p.case_id = c.id AND p.until IS NULL) AS people,
    (SELECT coalesce(json_agg(l.template || ' to ' || coalesce(l.person::text, '${ON_PAPER}')),
        '[]') FROM letter l
      WHERE (l.cause_stream, l.cause_seq) = (j.stream, j.seq) AND l.mailing_id IS NULL) AS letters,
    (SELECT coalesce(json_agg(m.template), '[]') FROM mailing m
      WHERE (m.cause_stream, m.cause_seq) = (j.stream, j.seq)) AS mailings
  FROM cases c JOIN journal j ON j.stream = 'case:' || c.id AND j.kind = 'move'`;
