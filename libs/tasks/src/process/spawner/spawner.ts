import { resolve } from 'node:path';
import type { Guard, ProcessGuard } from '../guard/process-guard.js';
import { processGroupGuard } from '../guard/process-guard.js';
import type { ProcessHost, ProcessOrder, StartFailure, StartedProcess } from '../process-starter.js';
import type { OutputPipe } from './output-pipes.js';
import { OutputPipes } from './output-pipes.js';
import type { SpawnerPlan, SpawnerProgram } from './spawner-link.js';
import { SpawnerLink } from './spawner-link.js';

const BUILT: SpawnerProgram = { entry: new URL('./spawner-process.js', import.meta.url), execArgv: [] };

/** How processes are started and ended; all of it has a default. */
export interface SpawnerOptions extends Partial<SpawnerProgram> {
  /** Default: by process groups. */
  readonly guard?: Guard;
  /** Text that is in the environment of all that will be started; with it, what has left its group is found at the end. */
  readonly mark?: string;
}

/**
 * Starts processes by a small process of its own, which ends them all when this one dies (decision 010). That process
 * is started with the first script, and anew when it has ended unasked.
 */
export class Spawner implements ProcessHost {
  private readonly pipes: OutputPipes;
  private readonly plan: SpawnerPlan;
  private link: SpawnerLink | undefined;
  private closed = false;
  /** Until when what runs may live without another word, by the monotonic clock; undefined: as long as this process. */
  private liveUntil: number | undefined;

  /** `folder`: for the pipes; nobody else may use it. */
  constructor(folder: string, { guard = processGroupGuard, mark, ...program }: SpawnerOptions = {}) {
    this.pipes = new OutputPipes(resolve(folder));
    this.plan = { program: { ...BUILT, ...program }, guard, mark };
  }

  get guard(): ProcessGuard {
    return this.plan.guard.name;
  }

  live(forMs: number): void {
    this.liveUntil = performance.now() + forMs;
    if (this.link?.alive) this.link.live(forMs);
  }

  async start({ command, workDir, env }: ProcessOrder): Promise<StartedProcess | StartFailure> {
    if (this.closed) throw new Error('The worker has ended: it starts no more processes.');
    const stdout = await this.pipes.open();
    const stderr = await this.pipes.open();
    try {
      const outputs = { stdout: stdout.path, stderr: stderr.path };
      const spawned = await this.openLink().start({ command, workDir: resolve(workDir), env, ...outputs });
      if ('pid' in spawned) return { ...spawned, stdout: stdout.source, stderr: stderr.source };
      giveUp(stdout, stderr);
      return spawned;
    } catch (error) {
      giveUp(stdout, stderr);
      throw error;
    }
  }

  /** Kills whatever still runs and ends the spawner. */
  async close(): Promise<void> {
    this.closed = true;
    await this.link?.close();
    this.pipes.remove();
  }

  private openLink(): SpawnerLink {
    if (this.link?.alive) return this.link;
    this.link = new SpawnerLink(this.plan);
    if (this.liveUntil !== undefined) this.link.live(this.liveUntil - performance.now());
    return this.link;
  }
}

function giveUp(...pipes: readonly OutputPipe[]): void {
  for (const { source } of pipes) source.destroy();
}
