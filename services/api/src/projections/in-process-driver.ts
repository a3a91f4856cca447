import type { ReadDatabase } from '@millrace/persistence';
import type { StartDriver } from './projection-driver.js';
import { ProjectionLoop } from './projection-loop.js';
import { ProjectionRunner } from './projection-runner.js';
import type { RecordSource } from './record-source.js';

export interface InProcessOptions {
  readonly source: RecordSource;
  /** Its read store must have been opened before: that makes the tables. */
  readonly database: ReadDatabase;
  readonly partitions: number;
}

/** Runs the projection in the calling thread: for tests, and where a thread of its own is not wanted. */
export function projectInProcess({ source, database, partitions }: InProcessOptions): StartDriver {
  return async (listener) => {
    const store = await database.openProjectionStore();
    const onCommitted = listener.moved.bind(listener);
    const runner = new ProjectionRunner({ source, store, partitions, onCommitted });
    const loop = new ProjectionLoop(runner, listener);
    return {
      wake: () => loop.wake(),
      rebuild: () => loop.rebuild(),
      resume: () => loop.resume(),
      stop: async () => {
        await loop.stop();
        await store.close();
      },
    };
  };
}
