import { assign, setup } from 'xstate';
import type { DocumentEvent } from './events.js';
import type { DocumentFacts } from './facts.js';

const legalDocument = setup({
  types: {
    context: {} as DocumentFacts,
    events: {} as DocumentEvent,
    input: {} as DocumentFacts,
  },
  actions: {
    receive: assign(({ context, event }) =>
      event.type === 'document.received'
        ? { ...context, file: event.file, clearance: undefined, signedBy: [] }
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
  },
  guards: {
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

/** One legal document: received, cleared by the Department for Education, signed by each party. */
export const documentMachine = legalDocument.createMachine({
  id: 'document',
  context: ({ input }) => input,
  initial: 'awaited',
  states: {
    awaited: { on: { ...receive, 'document.set-aside': 'notNeeded' } },
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
    signed: {},
    notNeeded: { on: { ...receive } },
  },
});
