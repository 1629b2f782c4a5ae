/** How a letter would come to somebody who is asked, or why none would by e-mail. */
export const WAYS = [
  ...(['email', 'post', 'by-hand', 'telephone'] as const),
  ...(['bounced', 'bad-domain', 'no-address', 'duplicate', 'joint'] as const),
];
export type Way = (typeof WAYS)[number];

// Names that no mail server can have (RFC 2606, RFC 6762), and names without a dot.
const NO_DOMAIN = String.raw`(^[^.]+$|\.(invalid|test|localhost|local|example)$)`;

/**
 * SQL: everybody whom consultation `$1` asks, with their way. The same name at the same address a
 * second time is written to once. Where e-mail cannot arrive, or came back and nothing has arrived
 * since, the letter is printed instead. Whoever asked to be told by telephone gets none. `joint`: of
 * several schools that consult together, another one asks them; `ownWay` is how this one writes.
 */
export const PEOPLE_AND_WAYS = `
SELECT w.*, CASE
    WHEN w."ownWay" <> 'duplicate' AND w.id IN (
      SELECT t.consultee FROM joint_twin t WHERE t.consultation_id = $1) THEN 'joint'
    ELSE w."ownWay" END AS way
FROM (
SELECT p.id, p.name, p.email, p.postal, p.channel, p."group", p.organisation, CASE
    WHEN p.nth > 1 THEN 'duplicate'
    WHEN p.channel IN ('telephone', 'by-hand') THEN p.channel
    WHEN p.channel = 'post' AND p.postal IS NULL THEN 'no-address'
    WHEN p.channel = 'post' THEN 'post'
    WHEN split_part(p.email, '@', 2) ~* '${NO_DOMAIN}' THEN 'bad-domain'
    WHEN EXISTS (SELECT FROM letter b WHERE lower(b.to_address) = lower(p.email)
        AND b.status = 'bounced' AND NOT EXISTS (SELECT FROM letter ok
          WHERE ok.consultation_id = $1 AND ok.consultee = p.id
            AND lower(ok.to_address) = lower(p.email) AND ok.status IN ('sent', 'replied')
            AND ok.written_at > b.written_at)) THEN 'bounced'
    ELSE 'email' END AS "ownWay"
  FROM (SELECT e.id, e.name, e.email, e.postal, e.channel, e.group_name AS "group",
      e.organisation, row_number() OVER (
        PARTITION BY lower(e.name), coalesce(lower(e.email), lower(e.postal), e.id::text)
        ORDER BY e.added_at, e.id) AS nth
      FROM consultee e WHERE e.consultation_id = $1 AND e.removed_at IS NULL) p) w`;

/** Letters that ask: of several schools that consult together, only one writes them to somebody. */
export const ASKING = ['consultation-launched', 'consultation-again', 'consultation-closing-soon'];
