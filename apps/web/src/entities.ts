import type { EntityTarget, ObjectLiteral } from 'typeorm';

/** The entities of all libs that the web reads as rows. */
export const ENTITIES: readonly EntityTarget<ObjectLiteral>[] = [];
