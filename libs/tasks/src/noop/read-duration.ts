import { parseDuration } from '@millrace/dag';

/** Milliseconds of a `duration` setting, 0 when it is not given, or a sentence that tells what is wrong with it. */
export function readDuration(setting: unknown): number | string {
  if (setting === undefined || setting === null) return 0;
  if (typeof setting === 'string') return parseText(setting);
  const ms = typeof setting === 'object' && 'ms' in setting ? setting.ms : undefined;
  if (typeof ms !== 'number') return 'duration: expected a number with its unit, such as 30s or 1h30m.';
  return ms < 0 ? 'duration: is negative.' : ms;
}

function parseText(text: string): number | string {
  try {
    return parseDuration(text);
  } catch (error) {
    return `duration: ${error instanceof Error ? error.message : 'not a duration.'}`;
  }
}
