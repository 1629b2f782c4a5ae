import { isEssential } from '../duties/documents.js';
import { live } from '../snapshot.js';
import type { JourneySnapshot } from '../snapshot.js';
import { MISSING, daysBetween, unless } from './rule.js';
import type { Missing, Rule } from './rule.js';
import * as source from './sources.js';

const SIGNED = ['signed', 'sealed', 'published', 'notNeeded'];
const CLEARED_AND_NEEDED = ['cleared', 'signed', 'sealed', 'published'];
const CLEARED = [...CLEARED_AND_NEEDED, 'notNeeded'];

export const fundingAgreements = ['supplemental-funding-agreement', 'master-funding-agreement'];

/** The gate that joins everything before the funding agreement, and those of the opening. */
export const agreement: readonly Rule[] = [
  {
    id: 'R10',
    gates: ['funding-agreement.signed'],
    strength: 'law',
    effect: 'block',
    sentence: 'The board has not made its final decision that the conversion should take place.',
    remedy: 'Record the final resolution, taken after the report was considered.',
    source: source.consultations,
    from: '2010-07-27',
    unmet: unless(({ regions }) => regions.board === 'decided'),
  },
  {
    id: 'R11',
    gates: ['funding-agreement.signed'],
    strength: 'law',
    effect: 'block',
    sentence: 'No academy order is in force.',
    remedy: 'Record the academy order when the Department for Education has made it.',
    source: source.academyOrders,
    from: '2010-07-27',
    unmet: unless(({ regions }) => regions.dfe === 'ordered'),
  },
  {
    id: 'R12',
    gates: ['funding-agreement.signed'],
    strength: 'law',
    effect: 'block',
    sentence: 'The consultation required by section 5 has not been held and considered.',
    remedy: 'Hold the consultation, issue the report and put it to the board.',
    source: source.consultations,
    from: '2010-07-27',
    unmet: unless(
      ({ regions, facts }) =>
        regions.consultation === 'considered' ||
        (regions.consultation === 'notApplicable' && !facts.consultationApplies),
    ),
  },
  {
    id: 'R28',
    gates: ['document.cleared', 'funding-agreement.signed'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'The land questionnaire has not been cleared.',
    remedy: 'The Department clears it before the funding agreements.',
    source: source.transferring,
    from: '2010-07-27',
    unmet: ({ snapshot, event }) =>
      event.type === 'document.cleared' && !fundingAgreements.includes(event.document)
        ? null
        : missingDocuments(snapshot, ['land-questionnaire'], CLEARED_AND_NEEDED),
  },
  {
    id: 'R29',
    gates: ['funding-agreement.signed'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'The Department has not cleared the funding agreements: {documents}.',
    remedy: 'Send them for clearance and record the answer.',
    source: source.transferring,
    from: '2010-07-27',
    unmet: ({ snapshot }) => missingDocuments(snapshot, fundingAgreements, CLEARED),
  },
  {
    id: 'R13',
    gates: ['school.opened'],
    strength: 'law',
    effect: 'block',
    sentence: 'Informing and consulting staff on the transfer is not complete.',
    remedy: 'Record the measures letter and the minutes of the meetings with staff and unions.',
    source: source.tupe,
    from: '2006-04-06',
    unmet: unless(({ regions }) => regions.tupe === 'complete'),
  },
  {
    id: 'R14',
    gates: ['school.opened'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'Legal documents are not signed by every party: {documents}.',
    remedy: 'Record each party’s signature, or why the document is not needed.',
    source: source.transferring,
    from: '2010-07-27',
    unmet: ({ snapshot }) =>
      missingDocuments(
        snapshot,
        Object.keys(snapshot.documents).filter(
          (id) =>
            snapshot.documents[id]!.context.parties.length > 0 && !fundingAgreements.includes(id),
        ),
        SIGNED,
      ),
  },
  {
    id: 'R14a',
    gates: ['document.set-aside'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'The school cannot convert without this document.',
    remedy: 'It cannot be set aside.',
    source: source.transferring,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ({ event }) =>
      event.type === 'document.set-aside' && isEssential(event.document) ? MISSING : null,
  },
  {
    id: 'R19',
    gates: ['opening-date.set'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'An academy opens on the first of a month.',
    remedy: 'Choose the first day of a month.',
    source: source.transferring,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ({ event }) =>
      event.type === 'opening-date.set' && !event.opens.endsWith('-01') ? MISSING : null,
  },
  {
    id: 'R19a',
    gates: ['opening-date.set'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'A date that is moved needs at least one reason.',
    remedy: 'Choose the reasons from the Department’s list.',
    source: source.transferring,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ({ event, facts: { opening } }) => {
      if (event.type !== 'opening-date.set' || opening === undefined) return null;
      return event.opens === opening.opens || event.reasons.length > 0 ? null : MISSING;
    },
  },
  {
    id: 'R20',
    gates: ['academy.named'],
    strength: 'dfe',
    effect: 'warn',
    sentence: 'The name comes {days} days before the opening; the Department asks for 40.',
    remedy: 'Tell the Department now, or move the date.',
    source: source.transferring,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ({ event, facts }) => {
      if (facts.opening === undefined) return null;
      const days = daysBetween(event.on, facts.opening.opens);
      return days >= 40 ? null : { days };
    },
  },
  {
    id: 'R30',
    gates: ['conditions.met'],
    strength: 'law',
    effect: 'block',
    sentence: 'The funding agreement has not been signed.',
    remedy: 'Record the signed agreement first.',
    source: source.arrangements,
    from: '2010-07-27',
    unmet: unless(({ regions }) => regions.legal === 'agreed'),
  },
  {
    id: 'R31',
    gates: ['school.opened'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'The opening date is {opens}.',
    remedy: 'Record the opening on or after that day, or move the date.',
    source: source.transferring,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ({ event, facts }) =>
      facts.opening !== undefined && event.on < facts.opening.opens
        ? { opens: facts.opening.opens }
        : null,
  },
  {
    id: 'R21',
    gates: ['school.opened'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'No insurance was in force by the day before the opening.',
    remedy: 'Add the risk protection arrangement’s or the insurer’s confirmation.',
    source: source.preparing,
    from: '2020-04-01',
    unmet: ({ facts }) =>
      facts.insurance === undefined ||
      (facts.opening !== undefined && facts.insurance.on >= facts.opening.opens)
        ? MISSING
        : null,
  },
];

function missingDocuments(
  snapshot: JourneySnapshot,
  ids: readonly string[],
  enough: readonly string[],
): Missing | null {
  if (live(snapshot) === null) return null;
  const documents = ids.filter((id) => {
    const part = snapshot.documents[id];
    return part !== undefined && !enough.includes(part.value);
  });
  return documents.length === 0 ? null : { documents };
}
