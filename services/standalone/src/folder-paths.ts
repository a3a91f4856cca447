import { join } from 'node:path';

/** What stands where in a data folder. */
export function pathsOf(folder: string): {
  readonly log: string;
  readonly readModel: string;
  readonly blobs: string;
  readonly worker: string;
  readonly token: string;
  readonly endpoint: string;
} {
  return {
    log: join(folder, 'log.db'),
    readModel: join(folder, 'read-model.db'),
    blobs: join(folder, 'blobs'),
    worker: join(folder, 'worker'),
    token: join(folder, 'token'),
    endpoint: join(folder, 'endpoint.json'),
  };
}
