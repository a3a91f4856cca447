import { CatalogueFeed } from '@millrace/events';
import type { GraphTask, WorkflowGraph } from '@millrace/dag';
import type { AttemptEntry, RunRow, TaskRunRow } from '@millrace/persistence';
import { ReadStore } from '@millrace/persistence';
import { Injectable } from '@nestjs/common';
import { notFound } from '../http/api-problem.js';
import { RunFinder } from '../runs/run-finder.js';

/** Finds task runs and attempts, always by way of their run. */
@Injectable()
export class TaskRunFinder {
  constructor(
    private readonly runs: RunFinder,
    private readonly store: ReadStore,
    private readonly feed: CatalogueFeed,
  ) {}

  /** Throws UNKNOWN_RUN. */
  async all(
    run: string,
  ): Promise<{ readonly graph: WorkflowGraph; readonly rows: ReadonlyMap<string, TaskRunRow> }> {
    const graph = this.graphOf(await this.runs.run(run));
    return { graph, rows: await this.runs.taskRuns(run) };
  }

  /** `row` is undefined while the task is waiting. Throws UNKNOWN_RUN, UNKNOWN_TASK. */
  async one(
    run: string,
    task: string,
  ): Promise<{ readonly node: GraphTask; readonly row: TaskRunRow | undefined }> {
    const graph = this.graphOf(await this.runs.run(run));
    const node = graph.tasks[graph.indexOf.get(task) ?? -1];
    if (!node) throw notFound('UNKNOWN_TASK', `Run ${run} has no task '${task}'.`);
    return { node, row: await this.store.findTaskRun(run, task) };
  }

  /** Throws UNKNOWN_RUN, UNKNOWN_TASK, UNKNOWN_ATTEMPT. */
  async attempt(run: string, task: string, number: number): Promise<AttemptEntry> {
    const { row } = await this.one(run, task);
    const found = row?.attempts.find((entry) => entry.number === number);
    if (found) return found;
    throw notFound('UNKNOWN_ATTEMPT', `Task '${task}' of run ${run} has no attempt ${number}.`);
  }

  private graphOf(row: RunRow): WorkflowGraph {
    const graph = this.feed.catalogue.graph(row.definition);
    if (graph) return graph;
    throw notFound('UNKNOWN_VERSION', `The definition of run ${row.id} is not in the catalogue.`);
  }
}
