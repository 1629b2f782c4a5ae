import type { Segment } from '#mail';
import { content } from '#platform';
import type { OtherWay, WhyUnreached } from './channels/unreached.js';
import type { WayToPeople } from './consultees.js';
import type { DeskReason } from './desk.js';
import type {
  Grade,
  Group,
  Publish,
  ResponseChannel,
  ResponseForm,
  Standing,
  View,
} from './stakeholders.js';

/** What the codes of a consultation are called. */
export interface Wording {
  readonly groups: Readonly<Record<Group, string>>;
  /** The same of many, as a sentence goes on. */
  readonly groupsInSentence: Readonly<Record<Group, string>>;
  /** What the record calls groups of which nobody is asked and nobody said why. */
  readonly unexplained: string;
  /** How people spell a group in a list of their own. */
  readonly groupSpellings: Readonly<Record<Group, readonly string[]>>;
  readonly views: Readonly<Record<View, string>>;
  /** The same as somebody says it of themselves. */
  readonly ownViews: Readonly<Record<View, string>>;
  readonly channels: Readonly<Record<ResponseChannel, string>>;
  readonly forms: Readonly<Record<ResponseForm, string>>;
  readonly publish: Readonly<Record<Publish, string>>;
  /** How people hear from the consultation. */
  readonly ways: Readonly<Record<WayToPeople, string>>;
  readonly whyUnreached: Readonly<Record<WhyUnreached, string>>;
  readonly otherWays: Readonly<Record<OtherWay, string>>;
  readonly grades: Readonly<Record<Grade, string>>;
  readonly standings: Readonly<Record<Standing, string>>;
  /** What a part of a mail is. */
  readonly segments: Readonly<Record<Segment['kind'], string>>;
  /** What became of a letter. */
  readonly letterStatuses: Readonly<Record<string, string>>;
  readonly deskReasons: Readonly<Record<DeskReason, string>>;
}

/** The words of content/consultation.json. */
export const wording = (): Wording => content<Wording>('consultation');
