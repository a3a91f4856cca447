import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MillraceClient } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';

const params = { gates: { type: 'string', required: true } };
const env = { GATES: '${{ params.gates }}' };

/** Every attempt ends only after it was reported to run: reports are not merged, and come in one order. */
const WAIT = 'while [ ! -e "$GATES/$MILLRACE_RUN_ID.$MILLRACE_TASK.$MILLRACE_ATTEMPT" ]; do sleep 0.02; done';

function step(needs: readonly string[], then = 'true', more: object = {}): object {
  return { type: 'shell', env, needs, script: `${WAIT}; ${then}`, ...more };
}

function file(name: string, tasks: object, more: object = {}): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'Workflow', name, params: { ...params, ...more }, tasks });
}

/** Workflows in which the order of all events is determined on a worker with one slot. */
export const CONDUCTED = {
  /** Parameters, outputs, and a choice by them. */
  params: file(
    'params',
    {
      count: step([], 'echo "rows:=7" >> "$MILLRACE_OUTPUT"'),
      choose: {
        type: 'switch',
        needs: ['count'],
        cases: [{ if: 'tasks.count.outputs.rows > params.least', then: ['many'] }],
        else: ['few'],
      },
      many: step(['choose']),
      few: step(['choose']),
    },
    { least: { type: 'integer', default: 3 }, day: { type: 'string', required: true } },
  ),
  /** Two tasks, one after the other. */
  pair: file('pair', { first: step([]), second: step(['first']) }),
  /** Fails twice, then succeeds. */
  flaky: file('flaky', {
    tries: step([], '[ "$MILLRACE_ATTEMPT" = 3 ]', { retry: { max: 2, delay: '100ms' } }),
    after: step(['tries']),
  }),
  /** Fails for good; what needs it does not run, what always runs does. */
  doomed: file('doomed', {
    tries: step([], 'echo "no luck" >&2; exit 3', { retry: { max: 1, delay: '50ms' } }),
    after: step(['tries']),
    always: step(['tries'], 'true', { runIf: 'always' }),
  }),
  /** One, then many, then one. */
  fanOut: file('fan-out', {
    split: step([]),
    ...Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`part-${index}`, step(['split'])])),
    join: step(Array.from({ length: 6 }, (_, index) => `part-${index}`)),
  }),
} as const;

/** Lets every attempt of a run end once it runs; resolves when the run has ended. `hold`: a task that is not let go. */
export async function conduct(
  client: MillraceClient,
  { run, gates, hold }: { readonly run: string; readonly gates: string; readonly hold?: string },
): Promise<void> {
  for await (const { type, task, attempt } of client.stream(routes.streamRun, { params: { run } })) {
    if (type !== 'AttemptRunning' || task === undefined || task === hold) continue;
    writeFileSync(join(gates, `${run}.${task}.${attempt}`), '');
  }
}
