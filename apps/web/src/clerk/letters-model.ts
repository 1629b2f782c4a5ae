import { content } from '#platform';
import type { LetterLine } from '#mail';

interface LetterWords {
  readonly letterStatuses: Readonly<Record<string, string>>;
  readonly letterColours: Readonly<Record<string, string>>;
  readonly letterFacts: Readonly<Record<string, string>>;
}

const words = () => content<LetterWords>('clerk/words');

export interface LetterRow {
  readonly href: string;
  readonly to: string;
  readonly address: string;
  readonly title: string;
  readonly at: Date;
  readonly status: { readonly text: string; readonly colour: string };
  readonly fact: string | null;
  readonly factAt: Date | null;
  readonly answer: string | null;
}

/** A letter in a list: to whom, which, how it stands, and what last happened to it. */
export function letterRow(caseId: string, line: LetterLine): LetterRow {
  const { letter, toName, toAddress, channel, template, status, writtenAt, fact, factAt } = line;
  return {
    href: `/cases/${caseId}/letters/${letter}`,
    to: toName,
    address: toAddress ?? (channel === 'print' ? 'On paper' : ''),
    title: templateName(template),
    at: writtenAt,
    status: {
      text: words().letterStatuses[status] ?? status,
      colour: words().letterColours[status] ?? 'grey',
    },
    fact: fact === null ? null : factName(fact),
    factAt,
    answer: line.answer,
  };
}

export const factName = (fact: string): string => words().letterFacts[fact] ?? fact;

/** 'consultation-launched' as "Consultation launched". */
export function templateName(template: string): string {
  const plain = template.replaceAll('-', ' ').replace(/\bdfe\b/, 'Department');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** Where a page of letters ended, as it stands in the address. */
export function cursorOf({ writtenAt, letter }: LetterLine): string {
  return `${writtenAt.getTime()}_${letter}`;
}

export function readCursor(cursor: string | undefined): LetterLine | null {
  const [, time, letter] = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(cursor ?? '') ?? [];
  if (time === undefined || letter === undefined) return null;
  return { writtenAt: new Date(Number(time)), letter } as LetterLine;
}
