import { hash } from 'node:crypto';
import type { Actor } from '#platform';
import { canonicalJson } from './canonical.js';
import type { DocumentKind } from './document-kinds.js';

/** Plain JSON: what an entry's facts and a snapshot are made of. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonFacts = Readonly<Record<string, Json>>;

/** A document that shows what an entry says, and what it shows it as. */
export interface EvidenceLink {
  readonly document: string;
  readonly sha256: string;
  readonly as: DocumentKind;
}

/** 'move' is written by the door alone and replayed; a 'correction' or 'erasure' names an entry. */
export type EntryKind = 'move' | 'act' | 'correction' | 'erasure';

/** What happened, as its author says it; the chain adds where it stands and when it was recorded. */
export interface EntryDraft {
  readonly kind: EntryKind;
  readonly type: string;
  readonly actor: Actor;
  /** The body for which the actor acted, where that is not the actor's own. */
  readonly onBehalfOf?: string;
  /** When it happened, a date or an instant, where that is not when it was recorded. */
  readonly on?: string;
  readonly data: JsonFacts;
  /** Names of personal texts and their commitments in hex; the texts stand in private_text. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly evidence?: readonly EvidenceLink[];
  /** The rule-set that judged it. */
  readonly rules?: string;
  /** How each rule of that set judged the act, by the rule's id. */
  readonly verdicts?: Readonly<Record<string, string>>;
  /** The machine's version in which a move was made. */
  readonly machine?: string;
}

/** One link of a stream's chain. */
export interface Entry extends EntryDraft {
  readonly stream: string;
  readonly seq: number;
  /** SHA-256 of the entry before it in hex; zeros in the first. */
  readonly prev: string;
  /** When it was recorded, by the database's clock: ISO 8601 in UTC to the millisecond. */
  readonly at: string;
}

/** The end of a stream's chain as row `stream` holds it. */
export interface Head {
  readonly seq: number;
  readonly hash: Buffer;
}

export const EMPTY_HEAD: Head = { seq: 0, hash: Buffer.alloc(32) };

/** An entry ready to be written to the journal: its exact text, and the new head of its stream. */
export interface SealedEntry extends Head {
  readonly entry: string;
}

/**
 * Puts a draft at the end of a chain. Pure: reads no clock and no database, so that the door can
 * seal inside its own write. Throws TypeError when the draft is not plain data.
 */
export function sealEntry(stream: string, head: Head, draft: EntryDraft, at: Date): SealedEntry {
  const seq = head.seq + 1;
  const entry = entryText(stream, seq, head.hash.toString('hex'), draft, at.toISOString());
  if (entry.includes('\\u0000') && SPELLED_NUL.test(entry)) {
    throw new TypeError('Postgres cannot hold a NUL character.');
  }
  return { seq, entry, hash: Buffer.from(hashOf(entry), 'hex') };
}

/**
 * The entry's canonical text, member by member in canonical order: twice as fast as putting
 * an object together first, and of the actor only what belongs in the record.
 */
function entryText(stream: string, seq: number, prev: string, draft: EntryDraft, at: string) {
  const { person, role, body } = draft.actor;
  return (
    `{"actor":${canonicalJson({ body, person, role })},"at":"${at}"` +
    member('data', draft.data) +
    member('evidence', draft.evidence) +
    member('kind', draft.kind) +
    member('machine', draft.machine) +
    member('on', draft.on) +
    member('onBehalfOf', draft.onBehalfOf) +
    `,"prev":"${prev}"` +
    member('rules', draft.rules) +
    `,"seq":${seq}` +
    member('stream', stream) +
    member('texts', draft.texts) +
    member('type', draft.type) +
    member('verdicts', draft.verdicts) +
    '}'
  );
}

function member(name: string, value: unknown): string {
  return value === undefined ? '' : `,"${name}":${canonicalJson(value)}`;
}

const SPELLED_NUL = /(?<!\\)(?:\\\\)*\\u0000/;

/** SHA-256(0x00 ‖ canonical text): the leaf prefix of RFC 6962, so that leaves can join a tree. */
export function hashOf(entry: string): string {
  return hash('sha256', `\0${entry}`);
}
