export { LogBuilder, RUN } from './log-builder.js';
export { writeFolder } from './write-folder.js';
export {
  dispatched,
  done,
  event,
  failed,
  queued,
  runFailed,
  runSucceeded,
  running,
  succeeded,
  taskFailed,
} from './short-events.js';
