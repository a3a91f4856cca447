import type { WorkflowGraph } from '@millrace/dag';
import { buildGraph, definitionHash, parseWorkflow } from '@millrace/dag';
import type { CommandRecord } from '@millrace/events';
import { EMBEDDED_PARTITIONS, RECORD_VERSION, encodeRecord, makeRunId } from '@millrace/events';
import { taskTypes } from '@millrace/tasks';
import type { Decision } from './decided-run.js';
import { DecidedRun } from './decided-run.js';

/** Runs that are under way at the same time in one partition. */
const ACTIVE = 250;
/** Every so many runs one has a task that fails once. */
const FAULTY = 10;

const WORKFLOW = `apiVersion: v1
kind: Workflow
name: synthetic
tasks:
  first: { type: shell, script: echo, retry: { max: 1, delay: 0s } }
${Array.from({ length: 8 }, (_, index) => `  m${index}: { type: shell, script: echo, needs: [first] }`).join('\n')}
  last: { type: shell, script: echo, needs: [m0, m1, m2, m3, m4, m5, m6, m7] }
`;

const START = Date.UTC(2026, 10, 23, 2);

/**
 * Lines of an exported log of so many events at least, as masters would have written it: runs of ten tasks, decided by
 * the core, of which many are under way at once. The same number gives the same log.
 */
export function* syntheticLog(events: number): Iterable<string> {
  const graph = makeGraph();
  const { definition, hash } = graph;
  yield JSON.stringify({ topic: 'catalog', value: { kind: 'definition', hash, definition, source: '' } });
  const partitions = Array.from(
    { length: EMBEDDED_PARTITIONS.P },
    (_, number) => new Partition(number, graph),
  );
  for (const partition of partitions) yield* partition.begin();
  let written = 0;
  while (written < events) {
    for (const partition of partitions) {
      const { line, count } = partition.decide(true);
      written += count;
      yield line;
    }
  }
  for (const partition of partitions) while (partition.busy) yield partition.decide(false).line;
}

function makeGraph(): WorkflowGraph {
  const parsed = parseWorkflow(WORKFLOW, taskTypes);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message ?? 'The workflow is not valid.');
  return buildGraph(parsed.definition, definitionHash(parsed.definition));
}

interface ActiveRun {
  readonly decided: DecidedRun;
  aseq: number;
}

/** One partition of the log, with the runs that are under way in it. */
class Partition {
  private readonly active: ActiveRun[] = [];
  private readonly inputs = { commands: 0, 'task-status': 0 };
  private readonly random = new Uint8Array(8);
  private offset = 0;
  private seq = 0;
  private runs = 0;
  private turn = 0;
  private now = START;

  constructor(
    private readonly number: number,
    private readonly graph: WorkflowGraph,
  ) {}

  get busy(): boolean {
    return this.active.length > 0;
  }

  *begin(): Iterable<string> {
    const head = { v: RECORD_VERSION, logId: this.logId, now: this.now };
    yield this.line(encodeRecord({ ...head, kind: 'created' }));
    yield this.line(encodeRecord({ ...head, kind: 'claim', epoch: 1, nonce: this.nonce, owner: 'bench' }));
  }

  /** The next record, and how many events it has. `begin`: more runs may begin. */
  decide(begin: boolean): { readonly line: string; readonly count: number } {
    if (begin && this.active.length < ACTIVE) this.active.push(this.newRun());
    this.turn = (this.turn + 1) % this.active.length;
    const run = this.active[this.turn];
    if (!run) throw new Error('No run is under way.');
    // A worker takes its time: about a thousand records a second.
    this.now += 1;
    const decision = run.decided.next(this.now);
    if (run.decided.ended) this.leave();
    return { line: this.line(encodeRecord(this.record(run, decision))), count: decision.events.length };
  }

  private get logId(): string {
    return `bench-log-${this.number}`;
  }

  private get nonce(): string {
    return `bench-nonce-${this.number}`;
  }

  private newRun(): ActiveRun {
    this.runs += 1;
    new DataView(this.random.buffer).setUint32(4, this.runs);
    const id = makeRunId(this.now, this.number, this.random);
    return { decided: new DecidedRun(id, this.graph, this.runs % FAULTY === 0), aseq: 0 };
  }

  /** Takes the run of this turn away. */
  private leave(): void {
    const last = this.active.pop();
    if (last && this.turn < this.active.length) this.active[this.turn] = last;
  }

  private record(run: ActiveRun, { command, events }: Decision): CommandRecord {
    this.seq += 1;
    run.aseq += 1;
    const { id } = run.decided;
    const starts = command === 'StartRun';
    const topic = starts ? 'commands' : 'task-status';
    const offset = this.inputs[topic];
    this.inputs[topic] += 1;
    return {
      v: RECORD_VERSION,
      logId: this.logId,
      kind: 'record',
      epoch: 1,
      nonce: this.nonce,
      seq: this.seq,
      input: { topic, offset },
      cause: starts ? { type: command, source: '/api', id, body: 'bench' } : { type: command },
      outcome: { accepted: true, ref: id },
      now: this.now,
      aggs: [{ id, aseq: run.aseq }],
      events,
      doneTo: Math.max(0, this.offset - 10),
    };
  }

  private line(value: string): string {
    const { number: partition, offset } = this;
    this.offset += 1;
    return JSON.stringify({ topic: 'workflow-events', partition, offset, value });
  }
}
