import type { LogLines } from '@millrace/events';
import { folderOfLog } from '../log-ref.js';
import { isLogLine } from '../shards/is-log-line.js';

/** What is wrong with a message of topic `task-logs`; undefined when it can be taken. */
export function faultOf(message: LogLines): string | undefined {
  try {
    folderOfLog(message);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (!Number.isSafeInteger(message.first) || message.first < 1)
    return 'The number of the first line is none.';
  return Array.isArray(message.lines) && message.lines.every(isLogLine)
    ? undefined
    : 'It holds something that is no line.';
}
