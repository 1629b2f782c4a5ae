import type { Actor, Tx } from '#platform';
import { publishPolicy } from '#consents';
import type { PolicyGiven } from '#consents';
import { writeLetters } from '#mail';
import { casePath } from './case-path.js';
import type { Office } from './office.js';
import { inWords } from './words.js';

interface Waiting {
  readonly caseId: string;
  readonly reference: string;
  readonly schoolName: string;
  readonly part: string;
  readonly bodyName: string;
  readonly person: string;
  readonly name: string;
  readonly email: string;
}

/**
 * Publishes a body's policy as its next version. In the same transaction the clerks of every case
 * on which its consent is still open are written to: the version counts there only once they say so.
 */
export async function publishBodysPolicy(
  tx: Tx,
  office: Pick<Office, 'baseUrl'>,
  actor: Actor & { readonly body: string },
  given: PolicyGiven,
  at: Date,
): Promise<{ readonly version: number }> {
  const { version, seq } = await publishPolicy(tx, actor, given, at);
  const cause = { stream: `body:${actor.body}`, seq };
  const clerks = await clerksOfOpenConsents(tx, actor.body);
  await writeLetters(
    tx,
    clerks.map(({ caseId, reference, schoolName, part, bodyName, person, name, email }) => ({
      template: 'policy-published',
      to: { name, address: email, person },
      values: {
        schoolName,
        reference,
        onBehalfOf: bodyName,
        bodyName,
        date: inWords.day(given.countsFrom),
        link: `${office.baseUrl}${casePath('clerk', caseId)}/consents/${part}`,
      },
      caseId,
      cause,
    })),
  );
  return { version };
}

/** A consent that is granted finally, refused or void is not open; nor is one that nobody owes. */
async function clerksOfOpenConsents(tx: Tx, body: string): Promise<readonly Waiting[]> {
  const { rows } = await tx.query<Waiting>(
    `SELECT c.id AS "caseId", c.reference, c.school_name AS "schoolName", w.part,
        b.name AS "bodyName", p.id AS person, p.name, p.email
       FROM case_body w JOIN cases c ON c.id = w.case_id JOIN body b ON b.id = w.body
       JOIN case_person cp ON cp.case_id = c.id AND cp.role = 'clerk' AND cp.until IS NULL
       JOIN person p ON p.id = cp.person AND p.ended_at IS NULL
      WHERE w.body = $1 AND w.until IS NULL AND c.ended_at IS NULL
        AND c.snapshot #>> ARRAY['consents', w.part, 'value'] IN
          ('notRequested', 'requested', 'acknowledged', 'underConsideration', 'conditional')
      ORDER BY c.reference, w.part, p.id`,
    [body],
  );
  return rows;
}
