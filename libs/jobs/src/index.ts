export { CHORES } from './chores.js';
export type { ChoreName } from './chores.js';
export { Jobs, prepareJobs } from './jobs.js';
export type { Chore, JobsOptions } from './jobs.js';
