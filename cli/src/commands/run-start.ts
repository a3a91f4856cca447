import { randomUUID } from 'node:crypto';
import { routes } from '@millrace/api-contract';
import { openClient } from '../client/open-client.js';
import type { ServerOptions } from '../client/endpoint.js';
import type { CliContext } from '../context.js';
import { tell } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';
import type { ParamOptions } from '../input/read-input.js';
import { readParams } from '../input/read-input.js';
import { parseWorkflowName } from '../input/workflow-name.js';
import type { OutputOptions } from '../output/print.js';
import { printObject } from '../output/print.js';
import { renderFields } from '../output/table.js';
import { followRun } from '../progress/follow-run.js';

export interface RunStartOptions extends ServerOptions, OutputOptions, ParamOptions {
  readonly project?: string;
  /** Default: the newest. */
  readonly version?: number;
  readonly watch?: boolean;
  /** Seconds to wait for the end; Infinity: without limit. */
  readonly wait?: number;
  readonly idempotencyKey?: string;
}

/** Starts a run; waits for its end when asked to. */
export async function runStart(
  context: CliContext,
  name: string,
  options: RunStartOptions,
): Promise<ExitCode> {
  const workflow = parseWorkflowName(name, options.project);
  const params = await readParams(context, options);
  const client = await openClient(context, options);
  const version = options.version === undefined ? {} : { version: options.version };
  const answer = await client.call(
    routes.startRun,
    { params: workflow, body: { params, trigger: 'cli', ...version } },
    { idempotencyKey: options.idempotencyKey ?? randomUUID(), waitSeconds: 10 },
  );
  if (options.watch === true || options.wait !== undefined) {
    tell(context, `Run ${answer.run} started.`);
    const limit = options.wait === undefined ? {} : { limitSeconds: options.wait };
    return followRun(context, client, answer.run, { ...options, show: options.watch === true, ...limit });
  }
  await printObject(context, options, {
    value: answer,
    name: answer.run,
    lines: () =>
      renderFields([
        ['Run', answer.run],
        ['Start', answer.state],
      ]),
  });
  tell(context, `Follow it with: millrace run watch ${answer.run}`);
  return EXIT.ok;
}
