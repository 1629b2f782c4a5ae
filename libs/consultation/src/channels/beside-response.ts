import type { CommittedText } from '#evidence';
import type { Sql, Tx } from '#platform';

/** A document of a response: what was typed in was read from a scan, or its author attached a file. */
export interface ResponseFile {
  readonly id: string;
  readonly sha256: string;
  readonly kind: 'scan' | 'attachment';
}

/** Which line of which online survey a response was. */
export interface SurveyLine {
  readonly survey: string;
  readonly id: string;
  /** When it came, as the survey's own clock says: an ISO instant, or null. */
  readonly statedAt: string | null;
  /** Whose clock decides whether it was late. */
  readonly clock: 'ours' | 'survey';
}

/** What a response can have beside its words. */
export interface Beside {
  /** What a petition is called. */
  readonly title?: string | null;
  /** Whom an organisation says it speaks for. */
  readonly speaksFor?: string | null;
  readonly files?: readonly ResponseFile[];
  /** The meeting at which it was said. */
  readonly meeting?: { readonly number: number; readonly version: number } | null;
  readonly survey?: SurveyLine | null;
}

interface Of {
  readonly response: string;
  readonly consultation: string;
}

/** Writes the rows of what a response has beside it; its entry names them all. */
export async function keepBeside(
  tx: Tx,
  { response, consultation }: Of,
  { files = [], meeting = null, survey = null }: Beside,
  texts: { readonly title: CommittedText | null; readonly speaksFor: CommittedText | null },
): Promise<void> {
  for (const { id, kind } of files) {
    await tx.query('INSERT INTO response_file (response, document, kind) VALUES ($1, $2, $3)', [
      response,
      id,
      kind,
    ]);
  }
  const about = [
    ['title', texts.title],
    ['speaks-for', texts.speaksFor],
  ] as const;
  for (const [what, text] of about) {
    if (text === null) continue;
    await tx.query(
      `INSERT INTO response_about (response, what, text_commitment)
       VALUES ($1, $2, decode($3, 'hex'))`,
      [response, what, text.commitment],
    );
  }
  if (meeting !== null) {
    await tx.query(
      `INSERT INTO response_meeting (response, consultation_id, meeting, version)
       VALUES ($1, $2, $3, $4)`,
      [response, consultation, meeting.number, meeting.version],
    );
  }
  if (survey !== null) {
    await tx.query(
      `INSERT INTO survey_response (consultation_id, survey, survey_id, response, stated_at, clock)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [consultation, survey.survey, survey.id, response, survey.statedAt, survey.clock],
    );
  }
}

/** What stands beside a response, as its page shows it. */
export interface ShownBeside {
  readonly title: string | null;
  readonly speaksFor: string | null;
  readonly files: readonly {
    readonly id: string;
    readonly kind: ResponseFile['kind'];
    readonly fileName: string;
    readonly mediaType: string;
    readonly sizeBytes: number;
    readonly sha256: string;
  }[];
  readonly meeting: number | null;
  readonly survey: (Omit<SurveyLine, 'statedAt'> & { readonly statedAt: Date | null }) | null;
}

export async function besideOf(sql: Sql, { response, consultation }: Of): Promise<ShownBeside> {
  const { rows } = await sql.query<ShownBeside & { statedAt: Date | null }>(
    `SELECT
        (SELECT t.text FROM response_about a JOIN private_text t ON t.commitment = a.text_commitment
          WHERE a.response = r.id AND a.what = 'title') AS title,
        (SELECT t.text FROM response_about a JOIN private_text t ON t.commitment = a.text_commitment
          WHERE a.response = r.id AND a.what = 'speaks-for') AS "speaksFor",
        (SELECT coalesce(json_agg(json_build_object('id', d.id, 'kind', f.kind,
             'fileName', d.file_name, 'mediaType', d.media_type, 'sizeBytes', d.size_bytes,
             'sha256', encode(d.sha256, 'hex')) ORDER BY d.id), '[]')
           FROM response_file f JOIN document d ON d.id = f.document
          WHERE f.response = r.id) AS files,
        (SELECT m.meeting FROM response_meeting m WHERE m.response = r.id) AS meeting,
        (SELECT json_build_object('survey', s.survey, 'id', s.survey_id, 'clock', s.clock)
           FROM survey_response s WHERE s.response = r.id) AS survey,
        (SELECT s.stated_at FROM survey_response s WHERE s.response = r.id) AS "statedAt"
       FROM response r WHERE r.consultation_id = $1 AND r.id = $2`,
    [consultation, response],
  );
  const { statedAt, ...beside } = rows[0] ?? { ...NOTHING, statedAt: null };
  return { ...beside, survey: beside.survey && { ...beside.survey, statedAt } };
}

const NOTHING: ShownBeside = {
  ...{ title: null, speaksFor: null, files: [], meeting: null, survey: null },
};
