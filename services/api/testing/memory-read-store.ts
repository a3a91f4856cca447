import type { RunPhase } from '@millrace/dag';
import type {
  CommandName,
  CommandPlace,
  FoldPosition,
  RejectionRow,
  RunFilter,
  RunListQuery,
  RunPage,
  RunRow,
  TaskRunRow,
} from '@millrace/persistence';
import { ReadStore } from '@millrace/persistence';

/** Rows that a test puts in. */
export class MemoryReadStore extends ReadStore {
  readonly runs = new Map<string, RunRow>();
  readonly tasks = new Map<string, TaskRunRow>();
  readonly rejections: RejectionRow[] = [];
  positions: FoldPosition[] = [];

  override async findRun(id: string): Promise<RunRow | undefined> {
    return this.runs.get(id);
  }

  override async listRuns({ limit, cursor, states, project }: RunListQuery): Promise<RunPage> {
    const all = [...this.runs.values()]
      .filter(
        (run) =>
          (states ? states.includes(run.state) : true) && (project === undefined || run.project === project),
      )
      .sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1));
    const begin = cursor ? all.findIndex(({ id }) => id === cursor.id) + 1 : 0;
    const runs = all.slice(begin, begin + limit);
    const last = runs.at(-1);
    return {
      runs,
      next: all.length > begin + limit && last ? { startedAt: last.startedAt, id: last.id } : null,
    };
  }

  override async countRuns(_filter: RunFilter): Promise<Readonly<Partial<Record<RunPhase, number>>>> {
    return {};
  }

  override async findTaskRun(run: string, task: string): Promise<TaskRunRow | undefined> {
    return this.tasks.get(`${run}/${task}`);
  }

  override async listTaskRuns(run: string): Promise<readonly TaskRunRow[]> {
    return [...this.tasks.values()].filter((row) => row.run === run);
  }

  override async findRejection({ partition, command }: CommandPlace): Promise<RejectionRow | undefined> {
    return this.rejections.find((row) => row.partition === partition && row.command === command);
  }

  override async findNamedRejection({ source, id }: CommandName): Promise<RejectionRow | undefined> {
    return this.rejections.find((row) => row.source === source && row.id === id);
  }

  override async foldPositions(): Promise<readonly FoldPosition[]> {
    return this.positions;
  }

  override async rebuildPositions(): Promise<readonly FoldPosition[] | undefined> {
    return undefined;
  }

  override async close(): Promise<void> {}
}
