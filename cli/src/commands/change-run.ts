import { randomUUID } from 'node:crypto';
import type { routes } from '@millrace/api-contract';
import type { ServerOptions } from '../client/endpoint.js';
import { openClient } from '../client/open-client.js';
import { resolveRunId } from '../client/run-id.js';
import type { CliContext } from '../context.js';
import { tell } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';
import type { OutputOptions } from '../output/print.js';
import { printObject } from '../output/print.js';
import { renderFields } from '../output/table.js';

export interface ChangeRunOptions extends ServerOptions, OutputOptions {
  /** Told to whoever looks at the run. */
  readonly reason?: string;
}

/** One of the commands that change a run which goes on. */
export interface RunChange {
  readonly route: typeof routes.stopRun | typeof routes.pauseRun | typeof routes.resumeRun;
  /** What is told when it was accepted. */
  readonly done: string;
}

/** Asks for a change of a run and waits until it is accepted or refused. */
export async function changeRun(
  context: CliContext,
  given: string,
  options: ChangeRunOptions,
  { route, done }: RunChange,
): Promise<ExitCode> {
  const client = await openClient(context, options);
  const run = await resolveRunId(client, given);
  const body = options.reason === undefined ? {} : { reason: options.reason };
  const answer = await client.call(
    route,
    { params: { run }, body },
    { idempotencyKey: randomUUID(), waitSeconds: 10 },
  );
  await printObject(context, options, {
    value: answer,
    name: run,
    lines: () =>
      renderFields([
        ['Run', run],
        ['Command', answer.state],
      ]),
  });
  tell(context, `${done} Follow it with: millrace run watch ${run}`);
  return EXIT.ok;
}
