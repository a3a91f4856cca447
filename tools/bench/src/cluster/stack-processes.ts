import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY } from '../repository.js';

const STACK = join(REPOSITORY, 'tools/stack/dist/main.js');

/** Parts whose processor time is told beside that of the product. */
export const PARTS = ['kafka', 'database', 'redis'] as const;
export type PartName = (typeof PARTS)[number];

/** Numbers of the processes of the parts, of those that were started as processes of this machine. */
export async function stackProcesses(): Promise<Partial<Record<PartName, number>>> {
  const { stdout } = await promisify(execFile)(process.execPath, [STACK, 'status', '--json']);
  const standings = JSON.parse(stdout) as Partial<Record<PartName, { readonly pid?: number }>>;
  const found = PARTS.flatMap((part) => {
    const pid = standings[part]?.pid;
    return pid === undefined ? [] : [[part, pid] as const];
  });
  return Object.fromEntries(found);
}
