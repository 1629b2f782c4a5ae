import { correctAddress, noteContact, OTHER_WAYS, unreachedPeople } from './channels/unreached.js';
import { consultees as listed, WAYS_TO_PEOPLE } from './consultees.js';

/** Whom a consultation asks, and those whom no letter reached. */
export const consultees = {
  ...listed,
  ways: WAYS_TO_PEOPLE,
  unreached: {
    list: unreachedPeople,
    note: noteContact,
    correct: correctAddress,
    otherWays: OTHER_WAYS,
  },
};
