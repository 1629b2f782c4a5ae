import type { Actor } from '#platform';

/** By what a body's actor may touch a case: it is their desk's, their board's, or has a part in it. */
export type Scope = 'system' | 'desk' | 'board' | 'part';

export function scopeOf({ role }: Pick<Actor, 'role'>): Scope {
  if (role === 'system') return 'system';
  if (role === 'clerk' || role === 'senior-officer') return 'desk';
  return role === 'chair' || role === 'governor' ? 'board' : 'part';
}

/** The claim on a case `c`, where this parameter is the actor's body. */
export function theirs(scope: Scope, body: `$${number}`): string {
  if (scope === 'system') return `(${body}::uuid IS NULL OR true)`;
  if (scope === 'desk' || scope === 'board') return `c.${scope} = ${body}`;
  return `EXISTS (SELECT FROM case_body theirs
    WHERE theirs.case_id = c.id AND theirs.body = ${body} AND theirs.until IS NULL)`;
}

/** The same for statements that serve every role: `$2` is the body, `$3` the role. */
export const IS_THEIRS = `($3 = 'system'
   OR ($3 IN ('clerk', 'senior-officer') AND ${theirs('desk', '$2')})
   OR ($3 IN ('chair', 'governor') AND ${theirs('board', '$2')})
   OR ($3 NOT IN ('clerk', 'senior-officer', 'chair', 'governor') AND ${theirs('part', '$2')}))`;
