import { assign, setup } from 'xstate';
import type { DocumentEvent, DutiesSettled, InstrumentsSettled } from './events.js';
import type { DocumentFacts } from './facts.js';

/** What says which documents are needed. */
type Settled = DutiesSettled | InstrumentsSettled;

const legalDocument = setup({
  types: {
    context: {} as DocumentFacts,
    events: {} as DocumentEvent | Settled,
    input: {} as DocumentFacts,
  },
  actions: {
    receive: assign(({ context, event }) =>
      event.type === 'document.received'
        ? { ...context, file: event.file, clearance: undefined, signedBy: [], sealed: undefined }
        : context,
    ),
    clear: assign(({ context, event }) =>
      event.type === 'document.cleared' ? { ...context, clearance: event.letter } : context,
    ),
    sign: assign(({ context, event }) =>
      event.type === 'document.signed'
        ? { ...context, file: event.file, signedBy: [...context.signedBy, event.party] }
        : context,
    ),
    seal: assign(({ context, event }) =>
      event.type === 'document.sealed'
        ? { ...context, file: event.file, sealed: event.on }
        : context,
    ),
    relieve: assign(({ context }) => ({ ...context, relieved: true as const })),
    owe: assign(({ context }) => ({ ...context, relieved: undefined })),
    publish: assign(({ context, event }) =>
      event.type === 'document.published' ? { ...context, published: event.file } : context,
    ),
  },
  guards: {
    isNotOwed: ({ context, event }) =>
      (event.type === 'duties.settled' || event.type === 'instruments.settled') &&
      !event.documents.some(({ id }) => id === context.id),
    isOwed: ({ context, event }) =>
      event.type === 'instruments.settled' && event.documents.some(({ id }) => id === context.id),
    /** What advice set aside stays so; only what the school's facts relieved is owed again. */
    isOwedAgain: ({ context, event }) =>
      event.type === 'duties.settled' &&
      context.relieved === true &&
      event.documents.some(({ id }) => id === context.id),
    isAwaitedParty: ({ context, event }) =>
      event.type === 'document.signed' &&
      context.parties.includes(event.party) &&
      !context.signedBy.includes(event.party),
    isLastParty: ({ context, event }) =>
      event.type === 'document.signed' &&
      context.parties.includes(event.party) &&
      !context.signedBy.includes(event.party) &&
      context.signedBy.length === context.parties.length - 1,
  },
});

const receive = { 'document.received': { target: 'received', actions: 'receive' } } as const;

/**
 * One legal document: received, cleared by the Department for Education, signed by each party,
 * dated and sealed, published. A new draft starts the signatures again; a sealed one stands.
 */
export const documentMachine = legalDocument.createMachine({
  id: 'document',
  context: ({ input }) => input,
  initial: 'awaited',
  states: {
    awaited: {
      on: {
        ...receive,
        'document.set-aside': 'notNeeded',
        'duties.settled': { guard: 'isNotOwed', target: 'notNeeded', actions: 'relieve' },
        'instruments.settled': { guard: 'isNotOwed', target: 'notNeeded' },
      },
    },
    received: {
      on: {
        ...receive,
        'document.cleared': { target: 'cleared', actions: 'clear' },
        'document.set-aside': 'notNeeded',
      },
    },
    cleared: {
      on: {
        ...receive,
        'document.signed': [
          { guard: 'isLastParty', target: 'signed', actions: 'sign' },
          { guard: 'isAwaitedParty', target: 'cleared', actions: 'sign' },
        ],
      },
    },
    signed: { on: { 'document.sealed': { target: 'sealed', actions: 'seal' } } },
    sealed: { on: { 'document.published': { target: 'published', actions: 'publish' } } },
    published: { on: { 'document.published': { target: 'published', actions: 'publish' } } },
    notNeeded: {
      on: {
        ...receive,
        'duties.settled': { guard: 'isOwedAgain', target: 'awaited', actions: 'owe' },
        'instruments.settled': { guard: 'isOwed', target: 'awaited', actions: 'owe' },
      },
    },
  },
});
