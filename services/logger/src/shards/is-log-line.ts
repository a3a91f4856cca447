import type { LogLine } from '@millrace/events';

const STREAMS: ReadonlySet<unknown> = new Set(['stdout', 'stderr', 'system']);

export function isLogLine(value: unknown): value is LogLine {
  return (
    Array.isArray(value) &&
    Number.isFinite(value[0]) &&
    STREAMS.has(value[1]) &&
    typeof value[2] === 'string' &&
    value.length <= 4
  );
}
