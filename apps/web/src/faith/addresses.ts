import { z } from 'zod';
import { address } from '../http/parameters.js';
import type { Addressed } from '../http/parameters.js';

const consent = { id: z.uuid(), consent: z.string() };

/** The consent that an address names, by its case. */
export const CONSENT_OF = address(consent);
export type ConsentOf = Addressed<typeof CONSENT_OF>;

/** The draft of its decision. */
export const DRAFT_OF = address({ ...consent, draft: z.uuid() });
export type DraftOf = Addressed<typeof DRAFT_OF>;

/** A condition of the consent, by its id. */
export const MET_OF = address({ ...consent, condition: z.uuid() });
export type MetOf = Addressed<typeof MET_OF>;
