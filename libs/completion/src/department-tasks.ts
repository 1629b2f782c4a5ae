import type { TaskDefinition } from './definition.js';
import { after } from './tasks/after.js';
import { kickOff } from './tasks/kick-off.js';
import { legal } from './tasks/legal.js';
import { ready } from './tasks/ready.js';

/** The forty tasks of the Department's own list, in its order. */
export const departmentTasks: readonly TaskDefinition[] = [
  ...kickOff,
  ...legal,
  ...ready,
  ...after,
];
