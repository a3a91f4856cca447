import type { ProcessHost, ProcessOrder, StartFailure, StartedProcess } from '../process-starter.js';
import type { OutputPipe } from './output-pipes.js';
import { OutputPipes } from './output-pipes.js';
import type { SpawnerProgram } from './spawner-link.js';
import { SpawnerLink } from './spawner-link.js';

const BUILT: SpawnerProgram = { entry: new URL('./spawner-process.js', import.meta.url), execArgv: [] };

/**
 * Starts processes by a small process of its own, which ends them all when this one dies (decision 010). That process
 * is started with the first script, and anew when it has ended unasked.
 */
export class Spawner implements ProcessHost {
  private readonly pipes: OutputPipes;
  private link: SpawnerLink | undefined;
  private closed = false;

  /** `folder`: for the pipes; nobody else may use it. */
  constructor(
    folder: string,
    private readonly program: SpawnerProgram = BUILT,
  ) {
    this.pipes = new OutputPipes(folder);
  }

  async start({ command, workDir, env }: ProcessOrder): Promise<StartedProcess | StartFailure> {
    if (this.closed) throw new Error('The worker has ended: it starts no more processes.');
    const stdout = await this.pipes.open();
    const stderr = await this.pipes.open();
    try {
      const outputs = { stdout: stdout.path, stderr: stderr.path };
      const spawned = await this.openLink().start({ command, workDir, env, ...outputs });
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
    if (!this.link?.alive) this.link = new SpawnerLink(this.program);
    return this.link;
  }
}

function giveUp(...pipes: readonly OutputPipe[]): void {
  for (const { source } of pipes) source.destroy();
}
