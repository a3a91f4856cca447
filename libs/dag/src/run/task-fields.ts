import { z } from 'zod';

/** Fields that many events and commands share. */
export const taskField = { task: z.string().describe('name of the task') };
export const attemptFields = { ...taskField, attempt: z.int().describe('number of the attempt, from 1') };
export const exitCodeField = { exitCode: z.int().optional() };
export const errorFields = {
  code: z.string().max(64).describe('UPPER_SNAKE, stable'),
  message: z.string().max(8192).describe('what happened, for people'),
  logTail: z.string().max(16_384).optional().describe('last lines of the attempt’s log'),
};
