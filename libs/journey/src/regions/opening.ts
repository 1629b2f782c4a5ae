import { journey, remember } from '../journey.setup.js';

const settingDate = {
  'opening-date.set': { target: '.dated', actions: remember('opening') },
} as const;

/** The way to the first day: a date, a name, insurance, the conditions met, and the opening. */
export const opening = journey.createStateConfig({
  type: 'parallel',
  states: {
    date: {
      initial: 'undated',
      on: settingDate,
      states: {
        undated: {},
        dated: {
          on: { 'conditions.met': { target: 'ready', actions: remember('conditionsMet') } },
        },
        ready: {
          on: { 'school.opened': { target: '#case.converted', actions: remember('opened') } },
        },
      },
    },
    name: {
      initial: 'unnamed',
      states: {
        unnamed: {
          on: { 'academy.named': { target: 'named', actions: remember('academyName') } },
        },
        named: {
          on: { 'academy.named': { target: 'named', actions: remember('academyName') } },
        },
      },
    },
    insurance: {
      initial: 'unconfirmed',
      states: {
        unconfirmed: {
          on: { 'insurance.confirmed': { target: 'confirmed', actions: remember('insurance') } },
        },
        confirmed: {},
      },
    },
  },
});
