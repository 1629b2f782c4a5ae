import type { FailedRecipient } from '../mail-reading.js';
import { decodeCharset } from '../mime/decode-charset.js';
import { readHeaderBlock, type HeaderFields } from '../mime/header-fields.js';
import { decodeBody, partsOf, type MimePart } from '../mime/mime-part.js';

export interface DeliveryStatus {
  /** Given up, for good or for now by its status code. */
  failed: FailedRecipient[];
  /** Still being tried. */
  delayed: string[];
  delivered: string[];
  /** The addresses of groups without an action that we know. */
  unnamed: string[];
}

const limits = { headerBytes: 256 * 1024, headers: 200 };
const MOST_GROUPS = 1_000;

/** What the message/delivery-status parts say of each recipient (RFC 3464), or undefined without one. */
export function readDeliveryStatus(root: MimePart): DeliveryStatus | undefined {
  const status: DeliveryStatus = { failed: [], delayed: [], delivered: [], unnamed: [] };
  let found = false;
  for (const part of partsOf(root, { enclosed: true })) {
    if (!isDeliveryStatus(part)) continue;
    found = true;
    for (const group of readGroups(part)) addGroup(status, group);
  }
  return found ? status : undefined;
}

function isDeliveryStatus(part: MimePart): boolean {
  return part.type === 'message/delivery-status' || part.type === 'message/global-delivery-status';
}

function addGroup(status: DeliveryStatus, group: HeaderFields): void {
  const address =
    addressOf(group.get('original-recipient')) || addressOf(group.get('final-recipient'));
  if (!address) return;
  const action = group.get('action').trim().toLowerCase();
  const soft = group.get('status').trim().startsWith('4');
  if (action.startsWith('delayed')) status.delayed.push(address);
  else if (/^(?:failed|failure|error)/.test(action)) addFailed(status.failed, address, !soft);
  else if (/^(?:delivered|relayed|expanded)/.test(action)) status.delivered.push(address);
  else status.unnamed.push(address);
}

function addFailed(failed: FailedRecipient[], address: string, permanent: boolean): void {
  if (!failed.some((other) => other.address === address)) failed.push({ address, permanent });
}

/** "rfc822; user@example.org", the type or the brackets left out or put in. */
export function addressOf(value: string): string {
  const semicolon = value.indexOf(';');
  const bare = (semicolon < 0 ? value : value.slice(semicolon + 1)).trim();
  const open = bare.indexOf('<');
  const close = bare.indexOf('>', open + 1);
  const address = open >= 0 && close > open ? bare.slice(open + 1, close) : bare.split(/\s/)[0]!;
  return isAddress(address) ? address : '';
}

/** One "@" with something around it; masked addresses such as "david...@example.org" are none. */
export function isAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || at === text.length - 1 || text.length > 320) return false;
  return !text.includes('..') && !/[\s<>()[\],;:"]/.test(text);
}

function readGroups(part: MimePart): HeaderFields[] {
  // Some senders forget the blank line after the part's own header: read both.
  const body = decodeCharset(decodeBody(part), '').replaceAll('\r\n', '\n');
  const groups = part.fields.has('action') ? [part.fields] : [];
  let position = 0;
  while (position < body.length && groups.length < MOST_GROUPS) {
    const { fields, bodyStart } = readHeaderBlock(body, position, body.length, limits);
    if (fields.count > 0) groups.push(fields);
    position = bodyStart > position ? bodyStart : nextLine(body, position);
  }
  return groups;
}

function nextLine(body: string, position: number): number {
  const found = body.indexOf('\n', position);
  return found < 0 ? body.length : found + 1;
}
