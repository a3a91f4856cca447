import { z } from 'zod';

/** Fields that many events and commands share. */
export const taskField = { task: z.string().describe('name of the task') };
export const attemptFields = { ...taskField, attempt: z.int().describe('number of the attempt, from 1') };
/** How an attempt came to its end. */
export const endFields = {
  exitCode: z.int().optional(),
  logLines: z.int().optional().describe('lines of its log; absent: it has none'),
};

/** The same of a report, for the event that it leads to. */
export function endOf({ exitCode, logLines }: AttemptEnd): AttemptEnd {
  return {
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(logLines === undefined ? {} : { logLines }),
  };
}

export interface AttemptEnd {
  readonly exitCode?: number | undefined;
  readonly logLines?: number | undefined;
}

export const errorFields = {
  code: z.string().max(64).describe('UPPER_SNAKE, stable'),
  message: z.string().max(8192).describe('what happened, for people'),
  logTail: z.string().max(16_384).optional().describe('last lines of the attempt’s log'),
};
