export type {
  Ask,
  ConditionBy,
  Proof,
  TaskDefinition,
  TaskGroup,
  TaskOwner,
} from './definition.js';
export { departmentTasks } from './department-tasks.js';
export { groundOf } from './ground.js';
export type { Academy, Ground } from './ground.js';
export { outstanding, ownProofs, tasksOn } from './standing.js';
export type { DepartmentTask, ProofShown, TaskStanding } from './standing.js';
