export { ApiError, ContractError, UnreachableError } from './client/client-errors.js';
export type { Answer, CallOptions, ClientOptions } from './client/client-options.js';
export { MillraceClient } from './client/millrace-client.js';
export { SseDecoder } from './client/sse-decoder.js';
export type { ServerEvent } from './client/sse-decoder.js';
export { SOCKET_URL, socketTransport } from './client/transport.js';
export type { Transport, TransportRequest } from './client/transport.js';
export type { JsonSchema } from './openapi/components.js';
export { openApi } from './openapi/openapi.js';
export { PUBLIC_PATHS } from './routes/public-paths.js';
export { COMMON_CODES, MISSING, codesOf, isFromReadModel } from './routes/problem-codes.js';
export { API_BASE } from './routes/route.js';
export type { RequestBody, Route, RouteAnswer, RouteData, RouteInput, StreamItem } from './routes/route.js';
export { pathOf, routeTable, routes } from './routes/routes.js';
export type { CommandOutcome } from './schemas/command.js';
export { PAGE_DEFAULT, PAGE_MAX } from './schemas/common.js';
export { LOG_PAGE_MAX } from './schemas/log.js';
export type { LogLineItem, LogPageAnswer } from './schemas/log.js';
export { problem } from './schemas/problem.js';
export type { Problem, ProblemDetail } from './schemas/problem.js';
export type { ProjectionStatus } from './schemas/projection.js';
export type { Project } from './schemas/project.js';
export { BATCH_MAX } from './schemas/run.js';
export type { BatchAnswer, CommandAnswer, Run, RunEventItem, StartRun } from './schemas/run.js';
export type { Health, Ready, Started, WorkerItem } from './schemas/system.js';
export type { Attempt, TaskRunItem } from './schemas/task-run.js';
export {
  ATTEMPT_STATES,
  RUN_END_STATES,
  RUN_PRIORITIES,
  RUN_STATES,
  TASK_RUN_STATES,
} from './schemas/words.js';
export type {
  PutWorkflowAnswer,
  RunGraphAnswer,
  Validation,
  Workflow,
  WorkflowGraphAnswer,
  WorkflowSummary,
  WorkflowVersion,
} from './schemas/workflow.js';
export { NotUtf8Error, decodeUtf8 } from './text/decode-utf8.js';
