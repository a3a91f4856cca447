import { randomUUID } from 'node:crypto';
import { routes } from '@millrace/api-contract';
import { Interrupted } from '../cli-error.js';
import type { ValidWorkflow, WorkflowFile } from '../client/check-workflow.js';
import { checkFile, tellWarnings } from '../client/check-workflow.js';
import type { CliContext } from '../context.js';
import { tell } from '../context.js';
import type { PrivateEngine } from '../engine/private-engine.js';
import { startPrivateEngine } from '../engine/private-engine.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT, exitCodeOfRun } from '../exit-codes.js';
import type { Params } from '../input/params.js';
import type { ParamOptions } from '../input/read-input.js';
import { contentTypeOf, readInput, readParams } from '../input/read-input.js';
import { execResult } from '../output/exec-result.js';
import type { OutputOptions } from '../output/print.js';
import { printObject, stderrPainter } from '../output/print.js';
import { taskLines } from '../output/run-forms.js';
import type { InterruptLevels } from '../progress/interrupt-levels.js';
import { interruptLevels } from '../progress/interrupt-levels.js';
import { displayFor } from '../progress/progress-display.js';
import { summaryLines } from '../progress/run-summary.js';
import { RunView } from '../progress/run-view.js';
import type { EndedRun } from '../progress/watch-run.js';
import { watchRun } from '../progress/watch-run.js';

export interface ExecOptions extends OutputOptions, ParamOptions {
  /** Data folder that stays; default a fresh one that is removed at the end. */
  readonly data?: string;
  /** Leaves the fresh data folder where it is. */
  readonly keep?: boolean;
}

/** Publishes the file in the engine and starts its run; gives the run's id. */
async function startRun(
  { client }: PrivateEngine,
  { file, text }: WorkflowFile,
  { project, name }: ValidWorkflow,
  params: Params,
): Promise<string> {
  const path = { project, workflow: name };
  const headers = { 'content-type': contentTypeOf(file) };
  const { version } = await client.call(routes.putWorkflow, { params: path, text }, { headers });
  const answer = await client.call(
    routes.startRun,
    { params: path, body: { params, version, trigger: 'exec' } },
    { idempotencyKey: randomUUID(), waitSeconds: 10 },
  );
  return answer.run;
}

/** Follows the run; the first interrupt stops it, the second ends the following: undefined. */
async function follow(
  context: CliContext,
  options: ExecOptions,
  engine: PrivateEngine,
  view: RunView,
  levels: InterruptLevels,
): Promise<EndedRun | undefined> {
  const { client } = engine;
  const display = displayFor(context, view, stderrPainter(context, options));
  const stop = (): void => {
    display.note('Stopping the run. Ctrl-C again ends it now.');
    const input = { params: { run: view.id }, body: { reason: 'interrupted' } };
    // A run that has ended meanwhile refuses, which is as good.
    client.call(routes.stopRun, input, { idempotencyKey: randomUUID() }).catch(() => undefined);
  };
  if (levels.stop.aborted) stop();
  levels.stop.addEventListener('abort', stop, { once: true });
  const ended = await watchRun(client, view, display, AbortSignal.any([levels.now, engine.process.gone]));
  levels.stop.removeEventListener('abort', stop);
  if (ended === undefined && engine.process.gone.aborted) throw engine.process.failure('ended amid the run');
  return ended;
}

async function print(context: CliContext, options: ExecOptions, ended: EndedRun): Promise<void> {
  const now = context.now();
  summaryLines(ended.run, ended.tasks, now, stderrPainter(context, options)).forEach((line) => {
    tell(context, line);
  });
  await printObject(context, options, {
    value: execResult(ended),
    name: ended.run.id,
    lines: (paint) => taskLines(ended.tasks, paint, now, options.headers !== false),
  });
}

async function runToEnd(
  context: CliContext,
  options: ExecOptions,
  engine: PrivateEngine,
  workflow: WorkflowFile,
  params: Params,
  levels: InterruptLevels,
): Promise<ExitCode> {
  const valid = await checkFile(engine.client, workflow);
  tellWarnings(context, workflow.file, valid.warnings);
  if (levels.stop.aborted) throw new Interrupted();
  const id = await startRun(engine, workflow, valid, params);
  const view = new RunView(id, `${valid.project}/${valid.name}`, valid.tasks);
  const ended = await follow(context, options, engine, view, levels);
  if (ended === undefined) throw new Interrupted();
  await print(context, options, ended);
  return levels.stop.aborted ? EXIT.interrupted : (exitCodeOfRun(ended.run.state) ?? EXIT.unexpected);
}

function tellKept(context: CliContext, options: ExecOptions, data: string): void {
  if (options.data !== undefined || options.keep !== true) return;
  tell(
    context,
    `The data of this run is kept in ${data}\nLook into it with: millrace standalone --data ${data}`,
  );
}

/** Runs one workflow file to its end on an engine started for it, and removes all that it leaves. */
export async function exec(context: CliContext, file: string, options: ExecOptions): Promise<ExitCode> {
  const workflow = { file, text: await readInput(context, file) };
  const params = await readParams(context, options);
  const levels = interruptLevels(context);
  try {
    const engine = await startPrivateEngine(context, options, levels.stop);
    levels.now.addEventListener('abort', () => void engine.process.end(true));
    let code: ExitCode | undefined;
    try {
      code = await runToEnd(context, options, engine, workflow, params, levels);
    } finally {
      await engine.close(code === undefined || levels.now.aborted);
      tellKept(context, options, engine.data);
    }
    return code;
  } finally {
    levels.release();
  }
}
