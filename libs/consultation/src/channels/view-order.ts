/**
 * The order in which views of one person count: the latest that stands, those in time apart from
 * those that came late. An SQL expression over response_standing `r`; 1 is the one that counts.
 */
export const VIEW_ORDER = `row_number() OVER (
  PARTITION BY r.consultation_id, r.respondent, r.late, r.standing, r.view IS NULL
  ORDER BY r.received_at DESC, r.number DESC)`;
