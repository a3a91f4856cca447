import { access, constants, stat, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import type { Check } from './check.js';
import { fail, ok, warn } from './check.js';

const NEEDED_NODE = 24;
const GIB = 2 ** 30;
const LITTLE_SPACE = GIB;
const NO_SPACE = GIB / 10;

export function checkNode(version: string): Check {
  const major = Number.parseInt(version, 10);
  if (major >= NEEDED_NODE) return ok('node', version);
  return fail('node', `${version} is too old`, `Install Node ${String(NEEDED_NODE)} or newer.`);
}

/** A folder that is there, or the nearest one above it in which it would be made. */
async function nearest(folder: string): Promise<string> {
  try {
    await stat(folder);
    return folder;
  } catch {
    const above = dirname(folder);
    return above === folder ? folder : nearest(above);
  }
}

/** Whether the data folder can be written, and is this user's own. */
export async function checkDataFolder(folder: string, user: number | undefined): Promise<Check> {
  const present = await nearest(folder);
  try {
    await access(present, constants.W_OK | constants.X_OK);
  } catch {
    return fail('data folder', `${present} cannot be written`, 'Name another with --data or MILLRACE_DATA.');
  }
  if (present !== folder) return ok('data folder', `${folder} is made at the first start`);
  const { uid, mode } = await stat(folder);
  if (user !== undefined && uid !== user) {
    return warn(
      'data folder',
      `${folder} belongs to another user (${String(uid)})`,
      `Run as that user, or: chown -R ${String(user)} ${folder}`,
    );
  }
  if ((mode & 0o022) !== 0) {
    return fail('data folder', `${folder} can be written by others`, `chmod go-w ${folder}`);
  }
  return ok('data folder', folder);
}

export async function checkDiskSpace(folder: string): Promise<Check> {
  const { bavail, bsize } = await statfs(await nearest(folder));
  const free = bavail * bsize;
  const detail = `${(free / GIB).toFixed(1)} GiB free`;
  if (free < NO_SPACE) return fail('disk space', detail, 'Make room, or move the data folder with --data.');
  if (free < LITTLE_SPACE) return warn('disk space', detail, 'Make room: a full disk stops every run.');
  return ok('disk space', detail);
}

/** Whether a server could listen here. */
export async function isPortFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () =>
      server.close(() => {
        resolve(true);
      }),
    );
  });
}

/** `serving`: the server of the data folder listens there, so that the port is taken as it should be. */
export async function checkPort(port: number, serving: boolean): Promise<Check> {
  if (serving) return ok('port', `${String(port)} is used by the server of this data folder`);
  if (await isPortFree(port)) return ok('port', `${String(port)} is free`);
  return warn('port', `${String(port)} is taken`, 'standalone takes a free one, or name one with --port.');
}
