import { syncFolder } from './safe-folders.js';

/** Makes entries of folders durable; calls for one folder that wait while it is being synced share the next sync. */
export class FolderSync {
  private readonly running = new Map<string, Promise<void>>();
  private readonly waiting = new Map<string, Promise<void>>();

  /** Resolves when what stood in the folder at the time of the call is durable. */
  sync(folder: string): Promise<void> {
    const joined = this.waiting.get(folder);
    if (joined) return joined;
    const before = this.running.get(folder);
    if (!before) return this.start(folder);
    const next = before.then(
      () => this.begin(folder),
      () => this.begin(folder),
    );
    this.waiting.set(folder, next);
    return next;
  }

  private begin(folder: string): Promise<void> {
    this.waiting.delete(folder);
    return this.start(folder);
  }

  private start(folder: string): Promise<void> {
    const started = syncFolder(folder).finally(() => {
      if (this.running.get(folder) === started) this.running.delete(folder);
    });
    this.running.set(folder, started);
    return started;
  }
}
