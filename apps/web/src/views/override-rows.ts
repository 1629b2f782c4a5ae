import { content, fill } from '#platform';
import type { Words } from '#platform';
import type { CaseBody, CaseOverride, OverrideWord } from '#cases';
import { rules } from '#journey';
import { bodyName, capital, documentName } from './journey-words.js';

type Decision = 'overridden' | 'refused';

interface OverrideWords {
  readonly standings: Readonly<
    Record<CaseOverride['standing'], { readonly text: string; readonly colour: string }>
  >;
  readonly erased: string;
  readonly decisions: Readonly<Record<Decision, { readonly text: string; readonly hint: string }>>;
  readonly chosen: Readonly<Record<Decision, string>>;
  readonly done: Readonly<Record<Decision, string>>;
  readonly same: string;
  readonly decidedAlready: string;
  readonly nobody: string;
  readonly decides: string;
  readonly asking: string;
  readonly stands: string;
}

export const overrideWords = (): OverrideWords => content<OverrideWords>('overrides/words');

/** An override as every view shows it: the rule, for what, who asked, who decided, and why. */
export interface OverrideRow {
  readonly id: string;
  readonly rule: string;
  /** What the rule asks for, as a sentence. */
  readonly text: string;
  readonly law: { readonly text: string; readonly href: string } | null;
  /** The act that the rule stands before. */
  readonly gate: string;
  readonly standing: { readonly text: string; readonly colour: string };
  readonly asked: OverrideSaid;
  readonly decided: OverrideSaid | null;
}

export interface OverrideSaid {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

export function overrideRow(override: CaseOverride, bodies: readonly CaseBody[]): OverrideRow {
  const { id, rule, standing, asked, decided } = override;
  const source = rules.find((known) => known.id === rule)?.source;
  return {
    id,
    rule,
    text: content<Readonly<Record<string, string>>>('journey/rules')[rule] ?? rule,
    law: source === undefined ? null : { text: source.title, href: source.url },
    gate: gateOf(override, bodies),
    standing: overrideWords().standings[standing],
    asked: saidBy(asked),
    decided: decided === null ? null : saidBy(decided),
  };
}

/** The act that a rule stands before, with the body or document that it is about. */
export function gateOf(
  { event, part, purpose }: Pick<CaseOverride, 'event' | 'part' | 'purpose'>,
  bodies: readonly CaseBody[],
): string {
  const words = content<Readonly<Record<string, { act: Words }>>>('journey/events')[event];
  const act = words === undefined ? event : fill(words.act, { purpose });
  if (part === null) return act;
  const about = event.startsWith('consent.') ? bodyName(part, bodies) : documentName(part);
  return `${act}: ${capital(about)}`;
}

const saidBy = ({ name, at, reason }: OverrideWord): OverrideSaid => ({
  by: name,
  at,
  reason: reason ?? overrideWords().erased,
});
