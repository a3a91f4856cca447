/** Run with --expose-gc and a number: prints how many bytes of heap so many active runs take. */
import type { AnyCommand, RunState } from '@millrace/dag';
import { buildGraph, dispatchTask, isRejection, parseWorkflow, step } from '@millrace/dag';
import { makeRunId } from '@millrace/events';
import { taskTypes } from '@millrace/tasks';
import { chainText } from './workflow-texts.js';

const WORKER = { worker: 'bench', incarnation: 'bench-1' };

function heapUsed(): number {
  if (!globalThis.gc) throw new Error('Run with --expose-gc.');
  void globalThis.gc();
  void globalThis.gc();
  return process.memoryUsage().heapUsed;
}

function graphOfChain(): ReturnType<typeof buildGraph> {
  const parsed = parseWorkflow(chainText('chain10', 10), taskTypes);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message ?? 'The workflow is not valid.');
  return buildGraph(parsed.definition, 'chain10');
}

/** A run whose first task is with a worker, decided as a master does it. */
function activeRun(graph: ReturnType<typeof buildGraph>, number: number): RunState {
  const random = new Uint8Array(8);
  new DataView(random.buffer).setUint32(4, number);
  const id = makeRunId(Date.now(), number % 4, random);
  const meta = { now: Date.now(), definition: { graph, version: 1 } };
  const report = { task: 't0', attempt: 1, incarnation: WORKER.incarnation };
  const commands: readonly AnyCommand[] = [
    { type: 'StartRun', data: { run: id, project: 'default', workflow: 'chain10', trigger: 'api' } },
    dispatchTask({ task: 't0', attempt: 1, ...WORKER }),
    { type: 'ReportAttemptRunning', data: report },
  ];
  let run: RunState | undefined;
  for (const command of commands) {
    const result = step(run, command, meta);
    if (isRejection(result)) throw new Error(result.message);
    run = result.run;
  }
  if (run?.tasks[0]?.state !== 'running') throw new Error('The first task does not run.');
  return run;
}

const graph = graphOfChain();
const warm = new Map([['warm', activeRun(graph, 0)]]);
const before = heapUsed();
const runs = new Map<string, RunState>();
for (let number = 1; number <= Number(process.argv[2]); number += 1) {
  const run = activeRun(graph, number);
  runs.set(run.id, run);
}
const after = heapUsed();
if (runs.size + warm.size === 0) throw new Error('There are no runs.');
process.stdout.write(String(after - before));
