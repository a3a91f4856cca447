export { GUARD_CHOICES, GuardUnavailableError } from './process/guard/process-guard.js';
export type { GuardChoice, ProcessGuard } from './process/guard/process-guard.js';
export type { StopReason, TaskContext, TaskExecutor, TaskResult, TaskType } from './task-type.js';
export { taskType, taskTypes } from './task-types.js';
