export { canonicalJson } from './definition/canonical-json.js';
export { definitionHash } from './definition/definition-hash.js';
export { describeIssue, kindOf } from './definition/describe-issue.js';
export { didYouMean } from './definition/did-you-mean.js';
export { formatProblems } from './definition/format-problems.js';
export { ancestorsOf, buildGraph, readySet } from './definition/graph.js';
export type { GraphTask, WorkflowGraph } from './definition/graph.js';
export { parseWorkflow, parseWorkflowDocument } from './definition/parse-workflow.js';
export type { ParsedWorkflow } from './definition/parse-workflow.js';
export { quoteText } from './definition/quote-text.js';
export type { TaskTypeSpec } from './definition/task-type-spec.js';
export { judgeRule } from './definition/trigger-rule.js';
export type { ValidationProblem } from './definition/validation-problem.js';
export {
  LOGIC_TASK_TYPES,
  PRIORITIES,
  TRIGGER_RULES,
  VALUE_TYPES,
} from './definition/workflow-definition.js';
export type {
  Delivery,
  JsonValue,
  OnWorkerLost,
  ParamDefinition,
  Priority,
  RetryPolicy,
  TaskDefinition,
  TriggerRule,
  ValueType,
  WorkflowDefinition,
} from './definition/workflow-definition.js';
export { workflowJsonSchema } from './definition/workflow-json-schema.js';
export { compileExpression } from './expressions/compile-expression.js';
export { compileTemplate, hasTemplate } from './expressions/compile-template.js';
export type { Template } from './expressions/compile-template.js';
export { decodeValue, encodeValue } from './expressions/encode-value.js';
export { formatValue, displayValue } from './expressions/format-value.js';
export { makeScope } from './expressions/scope.js';
export type { Scope } from './expressions/scope.js';
export { parseTypedJson } from './expressions/typed-json.js';
export type { Value } from './expressions/value.js';
export { durationSchema } from './definition/text-schemas.js';
export { parseDuration } from './parameters/parse-duration.js';
export { decodeAll } from './run/run-scope.js';
export { decodeRun, encodeRun } from './run/run-codec.js';
export { canonicalState, stateHash } from './run/canonical-state.js';
export { PUBLIC_COMMANDS, commands } from './run/commands/index.js';
export type { RunCommand } from './run/commands/index.js';
export { continueRun } from './run/commands/continue-run.js';
export { dispatchTask } from './run/commands/dispatch-task.js';
export { fireTimer } from './run/commands/fire-timer.js';
export { reportAttemptLost } from './run/commands/report-attempt-lost.js';
export type { CommandMeta } from './run/define-command.js';
export { dispatchInputs } from './run/dispatch-inputs.js';
export type { DispatchInputs, InputTask } from './run/dispatch-inputs.js';
export { RUN_TIMEOUT } from './run/effects.js';
export type { Effect } from './run/effects.js';
export { events } from './run/events/index.js';
export type { RunEvent } from './run/events/index.js';
export type { FailRunReason } from './run/commands/fail-run.js';
export { failRun } from './run/commands/fail-run.js';
export type { RunStartedData } from './run/events/run-started.js';
export { followUp } from './run/follow-up.js';
export {
  ATTEMPT_TRANSITIONS,
  RUN_TRANSITIONS,
  TASK_RUN_TRANSITIONS,
  isAttemptEnded,
  isRunEnded,
  isTaskRunEnded,
} from './run/lifecycle.js';
export type { AttemptState, RunPhase, TaskRunState } from './run/lifecycle.js';
export { isRejection } from './run/rejection.js';
export type { Rejection } from './run/rejection.js';
export { decide, evolve, react, step } from './run/run.js';
export type { AnyCommand, AnyEvent, DefinitionResolver, Step } from './run/run.js';
export { RunState, TaskRun, taskAt, taskOf } from './run/state.js';
export type { WorkerRef } from './run/state.js';
export { pendingKills } from './run/pending-kills.js';
export { timersOf } from './run/timers.js';
export type { Timer } from './run/timers.js';
