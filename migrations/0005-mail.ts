import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Letters and what became of each, mailings, inbound mail, and the development post office. */
export class Mail1700000000005 implements MigrationInterface {
  name = 'Mail1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LETTERS);
    await runner.query(WRITE_LETTERS);
    await runner.query(MARK_LETTER);
    await runner.query(INBOUND);
    await runner.query(POST_OFFICE);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

// A letter names its case and consultation without a foreign key: those are tables of tiers above,
// and the door pays for every key that is checked while it writes.
const LETTERS = `
CREATE TABLE mailing (
  id uuid PRIMARY KEY,
  case_id uuid,
  consultation_id uuid,
  cause_stream text,
  cause_seq integer,
  template text NOT NULL,
  audience json NOT NULL,
  values json NOT NULL,
  not_before timestamptz,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT assent_now(),
  expanded_at timestamptz,
  counts json
);
CREATE INDEX mailings_to_expand ON mailing (created_at) WHERE expanded_at IS NULL;
REVOKE UPDATE ON mailing FROM assent_service;
GRANT UPDATE (expanded_at, counts) ON mailing TO assent_service;

CREATE TABLE letter (
  id uuid PRIMARY KEY,
  case_id uuid,
  consultation_id uuid,
  mailing_id uuid REFERENCES mailing,
  cause_stream text,
  cause_seq integer,
  template text NOT NULL,
  to_name text NOT NULL,
  to_address text,
  channel text NOT NULL DEFAULT 'email' CHECK (channel IN ('email', 'print')),
  person uuid,
  consultee uuid,
  values json NOT NULL,
  lane smallint NOT NULL DEFAULT 5 CHECK (lane BETWEEN 0 AND 9),
  status text NOT NULL DEFAULT 'queued' CHECK (status IN
    ('held', 'queued', 'sent', 'deferred', 'failed', 'bounced', 'replied', 'cancelled', 'expired')),
  not_before timestamptz,
  expires_at timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT assent_now(),
  claimed_until timestamptz,
  claim integer NOT NULL DEFAULT 0,
  reply_key_hash bytea UNIQUE CHECK (length(reply_key_hash) = 32),
  message_id text,
  queued_at timestamptz NOT NULL DEFAULT assent_now(),
  written_at timestamptz NOT NULL DEFAULT assent_now(),
  CHECK (channel = 'print' OR to_address IS NOT NULL)
) WITH (fillfactor = 80);
CREATE INDEX letters_to_send ON letter (lane, next_attempt_at)
  WHERE status IN ('queued', 'deferred');
CREATE INDEX letters_of_a_case ON letter (case_id, written_at);
CREATE INDEX letters_of_a_consultation ON letter (consultation_id, consultee)
  WHERE consultation_id IS NOT NULL;
CREATE UNIQUE INDEX one_letter_a_consultee_a_mailing ON letter (mailing_id, consultee);
REVOKE UPDATE ON letter FROM assent_service;
GRANT UPDATE (status, attempts, next_attempt_at, claimed_until, claim, reply_key_hash, message_id,
  queued_at) ON letter TO assent_service;

CREATE TABLE letter_fact (
  letter uuid NOT NULL REFERENCES letter,
  seq integer NOT NULL CHECK (seq > 0),
  fact text NOT NULL CHECK (fact IN ('released', 'sent', 'deferred', 'failed', 'delayed', 'bounced',
    'replied', 'answered-by-machine', 'cancelled', 'expired', 'requeued', 'printed')),
  at timestamptz NOT NULL DEFAULT assent_now(),
  detail json NOT NULL,
  PRIMARY KEY (letter, seq)
);
CREATE TRIGGER letter_fact_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON letter_fact
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON letter_fact FROM assent_service;

CREATE TABLE letter_text (
  letter uuid PRIMARY KEY REFERENCES letter,
  subject text NOT NULL,
  text text NOT NULL,
  sent_at timestamptz NOT NULL DEFAULT assent_now()
);
REVOKE UPDATE ON letter_text FROM assent_service;
`;

// The one way in which letters are written, by the door, by mailings and by sign-in alike. What
// has no address is held for printing. The clock is read once: as a default it would be for every
// column of every row.
const WRITE_LETTERS = `
CREATE FUNCTION write_letters(letters json) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  written integer;
  clock timestamptz := assent_now();
BEGIN
  INSERT INTO letter (id, case_id, consultation_id, mailing_id, cause_stream, cause_seq, template,
      to_name, to_address, channel, person, consultee, values, lane, status, not_before, expires_at,
      next_attempt_at, queued_at, written_at)
    SELECT l.id, l.case_id, l.consultation_id, l.mailing_id, l.cause_stream, l.cause_seq, l.template,
        l.to_name, l.to_address, CASE WHEN l.to_address IS NULL THEN 'print' ELSE 'email' END,
        l.person, l.consultee, coalesce(l.values, '{}'), coalesce(l.lane, 5),
        CASE WHEN l.to_address IS NULL THEN 'held' ELSE coalesce(l.status, 'queued') END,
        l.not_before, coalesce(l.expires_at, clock + l.expires_in),
        greatest(l.not_before, clock), clock, clock
      FROM json_to_recordset(letters) AS l (
        id uuid, case_id uuid, consultation_id uuid, mailing_id uuid, cause_stream text,
        cause_seq integer, template text, to_name text, to_address text, person uuid,
        consultee uuid, values json, lane smallint, status text, not_before timestamptz,
        expires_at timestamptz, expires_in interval)
    ON CONFLICT (mailing_id, consultee) DO NOTHING;
  GET DIAGNOSTICS written = ROW_COUNT;
  RETURN written;
END $$;
`;

// The one way in which a letter's status changes: a fact is added, and the status follows from it.
// A fact that comes with a claim counts only while that claim is the letter's last (a sender that
// was frozen and goes on is refused). False: refused, or not possible from where the letter is.
const MARK_LETTER = `
CREATE FUNCTION mark_letter(of_letter uuid, new_fact text, what json,
    by_claim integer DEFAULT NULL, retry_after interval DEFAULT NULL)
  RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  was record;
  becomes text;
  clock timestamptz := assent_now();
BEGIN
  SELECT status, claim, expires_at INTO was FROM letter WHERE id = of_letter FOR UPDATE;
  IF NOT FOUND OR was.claim <> by_claim THEN RETURN false; END IF;
  becomes := CASE
    WHEN new_fact IN ('delayed', 'answered-by-machine') THEN was.status
    WHEN new_fact = 'replied' THEN 'replied'
    WHEN new_fact = 'sent' THEN
      CASE WHEN was.status IN ('replied', 'bounced') THEN was.status ELSE 'sent' END
    WHEN new_fact = 'printed' AND was.status IN ('held', 'failed', 'bounced', 'sent') THEN 'sent'
    WHEN new_fact = 'bounced' THEN
      CASE WHEN was.status = 'replied' THEN was.status ELSE 'bounced' END
    WHEN new_fact = 'released' AND was.status = 'held' THEN 'queued'
    WHEN new_fact = 'requeued' AND was.status IN ('failed', 'bounced', 'expired') THEN 'queued'
    WHEN new_fact IN ('deferred', 'failed', 'expired', 'cancelled')
      AND was.status IN ('held', 'queued', 'deferred') THEN new_fact
  END;
  IF becomes IS NULL THEN RETURN false; END IF;
  INSERT INTO letter_fact (letter, seq, fact, at, detail)
    SELECT of_letter, coalesce(max(seq), 0) + 1, new_fact, clock, coalesce(what, '{}')
      FROM letter_fact WHERE letter = of_letter;
  UPDATE letter SET status = becomes,
      claim = claim + CASE WHEN new_fact IN ('requeued', 'released') THEN 1 ELSE 0 END,
      attempts = CASE WHEN new_fact IN ('requeued', 'released') THEN 0 ELSE attempts END,
      queued_at = CASE WHEN new_fact IN ('requeued', 'released') THEN clock ELSE queued_at END,
      next_attempt_at = CASE
        WHEN new_fact IN ('requeued', 'released') THEN clock
        WHEN retry_after IS NOT NULL THEN least(clock + retry_after, was.expires_at)
        ELSE next_attempt_at END,
      claimed_until = CASE WHEN by_claim IS NULL THEN claimed_until END
    WHERE id = of_letter;
  RETURN true;
END $$;
`;

// The raw message and its envelope can never change; only what was made of them. Mail is kept as it
// is, uncompressed and beside the row, which is written anew as the mail is claimed and filed. The
// letter was looked up a moment before, and no letter is ever removed: no key is checked again while
// a sender waits for its answer.
const INBOUND = `
CREATE TABLE inbound_mail (
  id uuid PRIMARY KEY,
  envelope_from text NOT NULL,
  envelope_to text[] NOT NULL,
  recipient text NOT NULL,
  remote_address text,
  helo text,
  raw bytea NOT NULL,
  raw_sha256 bytea NOT NULL CHECK (length(raw_sha256) = 32),
  received_at timestamptz NOT NULL DEFAULT assent_now(),
  letter uuid,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT '-infinity',
  claimed_until timestamptz,
  claim integer NOT NULL DEFAULT 0,
  read_at timestamptz,
  kind text,
  reading json,
  outcome text,
  duplicate_of uuid REFERENCES inbound_mail,
  CONSTRAINT one_row_a_mail_a_recipient UNIQUE (raw_sha256, recipient)
);
ALTER TABLE inbound_mail ALTER COLUMN raw SET STORAGE EXTERNAL;
CREATE INDEX inbound_to_read ON inbound_mail (next_attempt_at, id) WHERE read_at IS NULL;
CREATE INDEX inbound_of_a_letter ON inbound_mail (letter) WHERE letter IS NOT NULL;
CREATE INDEX inbound_by_outcome ON inbound_mail (outcome, received_at) WHERE outcome IS NOT NULL;
REVOKE UPDATE ON inbound_mail FROM assent_service;
GRANT UPDATE (letter, attempts, next_attempt_at, claimed_until, claim, read_at, kind, reading,
  outcome, duplicate_of) ON inbound_mail TO assent_service;

CREATE TABLE inbound_identity (
  identity bytea PRIMARY KEY CHECK (length(identity) = 32),
  inbound uuid NOT NULL
);
REVOKE UPDATE ON inbound_identity FROM assent_service;
`;

const POST_OFFICE = `
CREATE TABLE post_office_mail (
  id uuid PRIMARY KEY,
  to_address text NOT NULL,
  letter uuid REFERENCES letter,
  raw bytea NOT NULL,
  subject text NOT NULL,
  text text NOT NULL,
  html text NOT NULL,
  message_id text,
  answer_to text,
  arrived_at timestamptz NOT NULL DEFAULT assent_now()
);
CREATE INDEX post_office_by_arrival ON post_office_mail (arrived_at DESC, id DESC);
REVOKE UPDATE ON post_office_mail FROM assent_service;
`;
