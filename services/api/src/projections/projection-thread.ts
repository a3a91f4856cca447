import { SqliteLogReader } from '@millrace/events/reading';
import { READ_DATABASES } from '@millrace/persistence';
import type { MessagePort } from 'node:worker_threads';
import { parentPort, workerData } from 'node:worker_threads';
import { projectInProcess } from './in-process-driver.js';
import type { FromThread, ThreadData, ToThread } from './thread-messages.js';

/** Entry point of the projection's own thread: like a `main.ts` it chooses the adapters. */
async function run(port: MessagePort, { folder, file, partitions }: ThreadData): Promise<void> {
  const post = (message: FromThread): void => port.postMessage(message);
  const source = new SqliteLogReader(folder, partitions);
  const start = projectInProcess({ source, database: READ_DATABASES.sqlite(file), partitions });
  const driver = await start({
    moved: post,
    caughtUp: () => post({ caughtUp: true }),
    stalled: (stalled) => post({ stalled }),
    damaged: (damaged) => post({ damaged }),
    fatal: (fatal) => post({ fatal }),
  });
  const stop = async (): Promise<void> => {
    await driver.stop();
    source.close();
    port.close();
  };
  port.on('message', (message: ToThread) => {
    if ('wake' in message) driver.wake();
    else if ('resume' in message) driver.resume();
    else if ('rebuild' in message) void driver.rebuild().then(() => post({ rebuilt: true }));
    else void stop();
  });
  post({ ready: true });
}

if (!parentPort) throw new Error('projection-thread is started as a worker thread.');
await run(parentPort, workerData as ThreadData);
