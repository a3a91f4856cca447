import type { DefinitionResolver, RunEvent, RunStartedData } from '@millrace/dag';
import { events, evolve } from '@millrace/dag';
import type { CommandRecord, RecordedEvent } from '@millrace/events';
import type { Counts } from './counts.js';
import { Fingerprints } from './fingerprints.js';
import { applyEvent } from './model/apply-event.js';
import { RunModel } from './model/run-model.js';
import type { SeenEvent } from './seen.js';
import type { Where } from './violation.js';
import type { watchAll } from './watches.js';

/** Follows the active runs of a log through their events and shows each to the invariants. Ended runs leave at once. */
export class RunWatcher {
  private readonly runs = new Map<string, RunModel>();
  private readonly ended = new Fingerprints();
  /** Runs with an event that could not be applied: one violation is enough. */
  private readonly ignored = new Set<string>();

  constructor(
    private readonly definitions: DefinitionResolver,
    private readonly hooks: ReturnType<typeof watchAll>,
    private readonly counts: Counts,
  ) {}

  get size(): number {
    return this.runs.size;
  }

  get(id: string | undefined): RunModel | undefined {
    return id === undefined ? undefined : this.runs.get(id);
  }

  open(): Iterable<RunModel> {
    return this.runs.values();
  }

  /** Takes the events of an accepted record. */
  take(partition: number, offset: number, record: CommandRecord): void {
    const [agg] = record.aggs;
    for (const event of record.events) {
      this.counts.events += 1;
      if (agg && event.a !== -1) this.takeEvent(event, record, { run: agg.id, partition, offset });
    }
    const run = this.get(agg?.id);
    if (run && agg) run.aseq = agg.aseq;
  }

  private takeEvent(
    event: RecordedEvent,
    record: CommandRecord,
    where: Where & { readonly run: string },
  ): void {
    if (this.ignored.has(where.run)) return;
    if (!isRunEvent(event)) {
      this.breakOff(where, `There is no event '${event.type}' in this release.`);
      return;
    }
    const run = this.runs.get(where.run) ?? this.start(event, record, where);
    if (run) this.show(run, event, record, where);
  }

  private start(
    event: RunEvent,
    record: CommandRecord,
    where: Where & { readonly run: string },
  ): RunModel | undefined {
    const ended = this.ended.has(where.run);
    if (event.type !== 'RunStarted' || ended) {
      for (const hook of this.hooks.stray) hook({ event, where, ended });
      this.ignored.add(where.run);
      return undefined;
    }
    const graph = this.definitions(event.data.definition);
    if (!graph) {
      this.breakOff(where, `The definition ${event.data.definition} is missing from the catalogue.`);
      return undefined;
    }
    return this.add(
      new RunModel(graph, startOf(event.data, where), record.now, where.partition ?? 0, where.offset ?? 0),
    );
  }

  private add(run: RunModel): RunModel {
    this.runs.set(run.id, run);
    this.counts.runs += 1;
    this.counts.tasks += run.tasks.length;
    return run;
  }

  private show(
    run: RunModel,
    event: RunEvent,
    record: CommandRecord,
    where: Where & { readonly run: string },
  ): void {
    const seen = seenEvent(run, event, record, where);
    if (typeof seen === 'string') {
      this.breakOff(where, seen);
      return;
    }
    if (event.type === 'TaskDispatched') this.counts.attempts += 1;
    for (const hook of this.hooks.event) hook(seen);
    try {
      run.cold = evolve(run.cold, event, record.now, this.definitions);
    } catch (error) {
      this.breakOff(
        seen.where,
        `${event.type} does not fold: ${error instanceof Error ? error.message : String(error)}`,
      );
      return;
    }
    applyEvent(seen);
    for (const hook of this.hooks.after) hook(seen);
    if (run.end !== undefined) this.finish(run, seen.where);
  }

  private finish(run: RunModel, where: Where): void {
    for (const hook of this.hooks.runEnded) hook(run, where);
    if (run.end !== undefined) this.counts.ended[run.end] += 1;
    this.ended.add(run.id);
    this.runs.delete(run.id);
  }

  private breakOff(where: Where & { readonly run?: string }, reason: string): void {
    for (const hook of this.hooks.broken) hook(where, reason);
    if (where.run === undefined) return;
    this.ignored.add(where.run);
    this.runs.delete(where.run);
  }
}

function isRunEvent(event: RecordedEvent): event is RecordedEvent & RunEvent {
  return events.has(event.type);
}

/** A record that names another run than its event is found by the invariants; here the record's word counts. */
function startOf(data: RunStartedData, { run }: { readonly run: string }): RunStartedData {
  return data.run === run ? data : { ...data, run };
}

/** The event with the task that it names; a sentence when the run has no such task. */
function seenEvent(run: RunModel, event: RunEvent, record: CommandRecord, where: Where): SeenEvent | string {
  const base = { run, event, record, at: record.now, where };
  const name = taskNameOf(event);
  if (name === undefined) return base;
  const node = run.node(name);
  if (!node) return `${event.type} names the task '${name}', which the definition does not have.`;
  return { ...base, where: { ...where, task: name }, node, task: run.task(node) };
}

function taskNameOf(event: RunEvent): string | undefined {
  if (event.type.startsWith('Run')) return undefined;
  return String((event.data as { readonly task?: unknown }).task);
}
