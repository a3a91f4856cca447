import type { Attempt, TaskRunItem } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import { Controller } from '@nestjs/common';
import { Handles, Input } from '../http/handles.js';
import type { Given } from '../http/handles.js';
import { showAttempt, showTaskRun, showTaskRuns } from './show-task-run.js';
import { TaskRunFinder } from './task-run-finder.js';

@Controller()
export class TaskRunsController {
  constructor(private readonly finder: TaskRunFinder) {}

  @Handles(routes.listTaskRuns)
  async list(
    @Input(routes.listTaskRuns) { params }: Given<typeof routes.listTaskRuns>,
  ): Promise<{ readonly items: readonly TaskRunItem[] }> {
    const { graph, rows } = await this.finder.all(params.run);
    return { items: showTaskRuns(graph, rows) };
  }

  @Handles(routes.getTaskRun)
  async get(@Input(routes.getTaskRun) { params }: Given<typeof routes.getTaskRun>): Promise<TaskRunItem> {
    const { node, row } = await this.finder.one(params.run, params.task);
    return showTaskRun(node, row);
  }

  @Handles(routes.getAttempt)
  async attempt(@Input(routes.getAttempt) { params }: Given<typeof routes.getAttempt>): Promise<Attempt> {
    return showAttempt(await this.finder.attempt(params.run, params.task, params.attempt));
  }
}
