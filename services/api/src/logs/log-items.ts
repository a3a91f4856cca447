import type { LogLineItem, LogPageAnswer } from '@millrace/api-contract';
import type { LogPage, ShownLine } from '@millrace/blobs';

export function logLineItem({ line, at, stream, text }: ShownLine): LogLineItem {
  return { line, at: new Date(at).toISOString(), stream, text };
}

export function logPageAnswer({ lines, first, next, total, complete }: LogPage): LogPageAnswer {
  return { lines: lines.map(logLineItem), first, next, total, complete };
}
