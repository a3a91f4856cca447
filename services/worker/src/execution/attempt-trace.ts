import { createHash } from 'node:crypto';
import type { TaskDispatch } from '@millrace/events';
import { attemptKey, nameOf } from './attempt-key.js';

const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/;

/**
 * W3C trace context for a script: the trace of who started the run, else one whose id is the run's; the span is the
 * attempt's own, and the same whenever it is asked for.
 */
export function attemptTrace(dispatch: TaskDispatch): string {
  const [, trace = dispatch.run.id.replaceAll('-', ''), flags = '01'] =
    TRACEPARENT.exec(dispatch.traceparent ?? '') ?? [];
  const span = createHash('sha256')
    .update(attemptKey(nameOf(dispatch)))
    .digest('hex')
    .slice(0, 16);
  return `00-${trace}-${span}-${flags}`;
}
