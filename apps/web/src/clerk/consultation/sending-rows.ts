import { wording } from '#consultation';
import type { Group, MailingProgress, OrderedSending } from '#consultation';
import { content, fill } from '#platform';
import type { Actor } from '#platform';
import { rules } from '#journey';
import { dayTime } from '../../http/dates.js';
import { templateName } from '../letters-model.js';

type Strings = Readonly<Record<string, string>>;

interface SendingWords {
  readonly kinds: Strings;
  readonly standings: Strings;
  readonly colours: Strings;
  readonly saying: Readonly<
    Record<'confirmed' | 'takenBack' | 'resent' | 'saved' | 'waits' | 'test' | 'again', string>
  >;
  readonly ways: Strings;
  readonly whys: Strings;
  readonly states: Strings;
  readonly test: string;
  readonly closingToCome: string;
}

/** The words of content/clerk/sending.json. */
export const sendingWords = (): SendingWords => content<SendingWords>('clerk/sending');

interface Around {
  readonly names: ReadonlyMap<string, string>;
  readonly actor: Actor;
  readonly now: Date;
}

/** An order to send as the page shows it: what, who said so, and what can still be done. */
export function sendingRow(sending: OrderedSending, { names, actor, now }: Around) {
  const { kind, standing, orderedBy, confirmedBy, endedBy, dueAt, endedAt } = sending;
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null));
  const isOpen = standing === 'waiting' || standing === 'unconfirmed';
  return {
    number: sending.number,
    title: fill(sendingWords().kinds[kind]!, { people: sending.recipients }),
    status: {
      text: sendingWords().standings[standing]!,
      colour: sendingWords().colours[standing]!,
    },
    rows: [
      { key: 'Ordered', value: byAndWhen(nameOf(orderedBy), sending.orderedAt) },
      ...(confirmedBy === null
        ? []
        : [{ key: 'Confirmed', value: byAndWhen(nameOf(confirmedBy), sending.confirmedAt!) }]),
      ...(isOpen ? [{ key: 'Leaves', value: leaves(standing, dueAt, now) }] : []),
      ...(endedAt === null
        ? []
        : [
            {
              key: sendingWords().standings[standing]!,
              value: standing === 'begun' ? dayTime(endedAt) : byAndWhen(nameOf(endedBy), endedAt),
            },
          ]),
      ...(standing === 'refused' ? [{ key: 'Why', value: whyRefused(sending) }] : []),
    ],
    isOpen,
    mayConfirm: standing === 'unconfirmed' && orderedBy !== actor.person,
    needsAnother: standing === 'unconfirmed' && orderedBy === actor.person,
  };
}

const byAndWhen = (name: string | null, at: Date): string =>
  name === null ? dayTime(at) : `${dayTime(at)}, ${name}`;

function leaves(standing: string, dueAt: Date, now: Date): string {
  if (standing === 'unconfirmed') return sendingWords().states['unconfirmed']!;
  return dueAt <= now ? sendingWords().states['now']! : dayTime(dueAt);
}

/** The rules that stood in the way, each by what it asks. */
function whyRefused({ endedDetail }: OrderedSending): string {
  const { rules: ids = [] } = (endedDetail ?? {}) as { rules?: readonly string[] };
  const words = content<Strings>('journey/rules');
  const known = rules.filter(({ id }) => ids.includes(id)).map(({ id }) => words[id] ?? id);
  return known.join(' ') || sendingWords().states['refused']!;
}

/** A mailing as the page shows it: to whom, and how far it is, as numbers and as a bar. */
export function mailingRow(mailing: MailingProgress, now: Date) {
  const { letters, sent, waiting, failed, toPrint, isExpanded, notBefore } = mailing;
  const isLater = notBefore !== null && notBefore > now;
  return {
    ...{ letters, sent, waiting, failed, toPrint },
    title: templateName(mailing.template),
    part: groupsInWords(mailing.groups),
    leaves: dayTime(notBefore ?? mailing.createdAt),
    isLater,
    isRunning: !isExpanded || waiting > 0,
    state: sendingWords().states[stateOf(mailing, isLater)]!,
    bar: isExpanded && letters > 0 ? barOf([sent + toPrint, failed], letters) : null,
  };
}

function stateOf({ isExpanded, waiting }: MailingProgress, isLater: boolean): string {
  if (!isExpanded) return 'preparing';
  if (waiting === 0) return 'done';
  return isLater ? 'later' : 'running';
}

/** Where the parts of a bar begin, and how long each is, in hundredths. */
function barOf(parts: readonly number[], whole: number) {
  const [done = 0, failed = 0] = parts.map((part) => (100 * part) / whole);
  return { done, failed };
}

function groupsInWords(groups: readonly string[] | null): string {
  const { groups: names } = wording();
  const all = Object.keys(names).length;
  if (groups === null || groups.length === all) return sendingWords().states['everybody']!;
  return groups.map((group) => names[group as Group]).join(', ');
}
