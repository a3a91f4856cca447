import type { z } from 'zod';
import type { TaskResult } from './task-type.js';

type TaskFailure = Extract<TaskResult, { readonly state: 'failed' }>;

/** A setting that no attempt can run with: names the key and is not retried. */
export function settingsInvalid(message: string): TaskFailure {
  return { state: 'failed', code: 'SETTINGS_INVALID', message, retryable: false };
}

/** The first thing that a schema has found wrong, as the failure of an attempt. */
export function settingsInvalidBySchema(error: z.ZodError): TaskFailure {
  const issue = error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? 'settings' : issue.path.join('.');
  return settingsInvalid(`${place}: ${issue?.message ?? 'not valid'}`);
}
