export type { StopReason, TaskContext, TaskExecutor, TaskResult, TaskType } from './task-type.js';
export { taskType, taskTypes } from './task-types.js';
