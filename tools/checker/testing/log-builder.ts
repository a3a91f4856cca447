import type { AnyEvent, WorkflowDefinition, WorkflowGraph } from '@millrace/dag';
import { buildGraph, definitionHash } from '@millrace/dag';
import type { CommandRecord } from '@millrace/events';
import type { CheckOptions, CheckResult } from '../src/check-log.js';
import { checkLog } from '../src/check-log.js';
import type { LogSource, RawRecord } from '../src/sources/log-source.js';

export const RUN = '0195c000-0000-8000-8000-000000000001';
const LOG = 'log-1';
const NONCE = 'nonce-1';
const START = Date.UTC(2026, 10, 23, 2);

type Change = Partial<
  Pick<CommandRecord, 'input' | 'cause' | 'outcome' | 'aggs' | 'doneTo' | 'seq' | 'epoch' | 'nonce'>
> & {
  readonly run?: string;
  /** Milliseconds that have passed since the record before. */
  readonly later?: number;
};

/** Writes a log by hand, one record a call, right in all that a test does not say otherwise. */
export class LogBuilder {
  readonly graph: WorkflowGraph;
  now = START;
  readonly texts: RawRecord[] = [];
  private readonly sequences = new Map<string, number>();
  private seq = 0;
  private reports = 0;

  constructor(definition: WorkflowDefinition) {
    this.graph = buildGraph(definition, definitionHash(definition));
    this.put({ v: 1, logId: LOG, now: this.now, kind: 'created' });
    this.put({ v: 1, logId: LOG, now: this.now, kind: 'claim', epoch: 1, nonce: NONCE, owner: 'test' });
  }

  /** The record of an accepted StartRun. */
  start(events: readonly AnyEvent[] = [], change: Change = {}): this {
    const { run = RUN } = change;
    const input = { topic: 'commands', offset: this.reports } as const;
    const cause = { type: 'StartRun', source: 'test', id: `start-${this.reports}` };
    return this.record([this.started(run), ...events], { input, cause, ...change });
  }

  /** A record of a report with these events. */
  record(events: readonly AnyEvent[], change: Change = {}): this {
    const { run = RUN, later = 0, ...rest } = change;
    this.now += later;
    const aseq = (this.sequences.get(run) ?? 0) + 1;
    this.sequences.set(run, rest.aggs?.[0]?.aseq ?? aseq);
    this.seq = rest.seq ?? this.seq + 1;
    this.reports += 1;
    return this.put({
      v: 1,
      logId: LOG,
      kind: 'record',
      epoch: 1,
      nonce: NONCE,
      seq: this.seq,
      input: { topic: 'task-status', offset: this.reports },
      cause: { type: 'Report' },
      outcome: { accepted: true, ref: run },
      now: this.now,
      aggs: [{ id: run, aseq }],
      events,
      doneTo: 0,
      ...rest,
    });
  }

  /** Any record; `skip` leaves out offsets before it. */
  put(record: object, skip = 0): this {
    const offset = (this.texts.at(-1)?.offset ?? -1) + 1 + skip;
    this.texts.push({ partition: 0, offset, text: JSON.stringify(record) });
    return this;
  }

  get source(): LogSource {
    const { graph, texts } = this;
    return {
      graph: (hash) => (hash === graph.hash ? graph : undefined),
      records: () => texts,
      close: () => undefined,
    };
  }

  check(options: CheckOptions = {}): Promise<CheckResult> {
    return checkLog(this.source, options);
  }

  /** The violations in short: `I4 task offset`. */
  async violations(options: CheckOptions = {}): Promise<readonly string[]> {
    const { violations } = await this.check(options);
    return violations.map(({ invariant, task = '-', offset = '-' }) => `${invariant} ${task} ${offset}`);
  }

  /** The event that starts the run. */
  get begun(): AnyEvent {
    return this.started(RUN);
  }

  private started(run: string): AnyEvent {
    const { definition, hash } = this.graph;
    return {
      type: 'RunStarted',
      v: 1,
      data: {
        run,
        project: definition.project,
        workflow: definition.name,
        version: 1,
        definition: hash,
        params: {},
        labels: {},
        trigger: 'test',
        priority: 'medium',
        logicalDate: [this.now, 'UTC'],
        ...(definition.timeoutMs === undefined ? {} : { timeoutMs: definition.timeoutMs }),
      },
    };
  }
}
