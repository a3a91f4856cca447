import type { AttemptState, Priority, RunPhase, TaskRunState } from '@millrace/dag';
import { z } from 'zod';

/** Fails to compile when `all` lacks a word of `W`: the domain's words are stated here for clients that do not load it. */
function allOf<W extends string>() {
  return <const L extends readonly W[]>(all: Exclude<W, L[number]> extends never ? L : never): L => all;
}

export const RUN_STATES = allOf<RunPhase>()([
  'queued',
  'running',
  'pausing',
  'paused',
  'failing',
  'stopping',
  'succeeded',
  'failed',
  'stopped',
  'discarded',
]);

export const TASK_RUN_STATES = allOf<TaskRunState>()([
  'waiting',
  'delayed',
  'gated',
  'queued',
  'dispatched',
  'running',
  'retrying',
  'held',
  'succeeded',
  'failed',
  'killed',
  'skipped',
  'upstream-failed',
]);

export const ATTEMPT_STATES = allOf<AttemptState>()([
  'dispatched',
  'accepted',
  'running',
  'succeeded',
  'failed',
  'timed-out',
  'killed',
  'lost',
  'unknown',
]);

export const RUN_PRIORITIES = allOf<Priority>()(['highest', 'high', 'medium', 'low', 'lowest']);

/** States in which a run stays for its round. */
export const RUN_END_STATES: ReadonlySet<string> = new Set<RunPhase>([
  'succeeded',
  'failed',
  'stopped',
  'discarded',
]);

export const runState = z.enum(RUN_STATES);
export const taskRunState = z.enum(TASK_RUN_STATES);
export const attemptState = z.enum(ATTEMPT_STATES);
export const priority = z.enum(RUN_PRIORITIES);
