import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { MillraceClient } from '@millrace/api-contract';
import { CliError } from '../cli-error.js';
import { readToken } from '../client/endpoint.js';
import { clientOf } from '../client/open-client.js';
import type { CliContext } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { dataFolder } from '../input/data-folder.js';
import { engineEnvironment } from './engine-command.js';
import { EngineProcess } from './engine-process.js';

export interface PrivateEngineOptions {
  /** Data folder that stays; default a fresh one that is removed at the end. */
  readonly data?: string;
  /** Leaves the fresh data folder where it is. */
  readonly keep?: boolean;
}

/** An engine of this command's own, that nobody else can reach. */
export interface PrivateEngine {
  readonly client: MillraceClient;
  /** Folder of its data. */
  readonly data: string;
  readonly process: EngineProcess;
  /** Ends the engine and removes what it leaves; `now` gives it no time. */
  readonly close: (now?: boolean) => Promise<void>;
}

/** Room for a path in the address of a unix socket, less that of its name. */
const MAX_SOCKET_PATH = 100;

const PREFIX = 'millrace-exec-';

/** A new folder that only this user can enter, short enough for a socket in it. */
async function makeFolder(): Promise<string> {
  const base = join(tmpdir(), PREFIX);
  const prefix = base.length + 20 > MAX_SOCKET_PATH ? join('/tmp', PREFIX) : base;
  try {
    return await mkdtemp(prefix);
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split(',');
    const message = `Cannot make a temporary folder in ${dirname(prefix)}: ${reason ?? ''}.`;
    throw new CliError(EXIT.unexpected, [
      { code: 'NO_TEMPORARY_FOLDER', message, hint: 'Name a folder that can be written with TMPDIR.' },
    ]);
  }
}

/**
 * Starts an engine on a private unix socket. Throws when it cannot start (a data folder in use: exit 7) or when the
 * signal is aborted before it is ready.
 */
export async function startPrivateEngine(
  context: CliContext,
  options: PrivateEngineOptions,
  signal: AbortSignal,
): Promise<PrivateEngine> {
  const given = options.data === undefined ? undefined : await dataFolder(context, options.data);
  const folder = await makeFolder();
  const data = given ?? join(folder, 'data');
  const socket = join(folder, 'api.sock');
  const kept = options.keep === true && options.data === undefined;
  const remove = kept ? [] : ['--temporary-folder', folder];
  const engine = new EngineProcess({
    enginePath: context.enginePath,
    // Whatever still runs when this engine is ended has nobody left to wait for it.
    args: ['--data', data, '--socket', socket, '--exit-with-parent', '--drain-seconds', '0', ...remove],
    env: engineEnvironment(context.env, ['MILLRACE_DATA']),
    cwd: context.cwd,
  });
  const close = async (now = false): Promise<void> => {
    await engine.end(now);
    await rm(kept ? socket : folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const ready = await engine.ready(signal);
    const token = await readToken(data, ready.tokenFile);
    const client = clientOf({ socket: ready.socket ?? socket, ...(token === undefined ? {} : { token }) });
    return { client, data, process: engine, close };
  } catch (error) {
    await close(true);
    throw error;
  }
}
