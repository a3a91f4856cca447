import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where servers are, which the PATH of others than root often leaves out. */
const SERVER_FOLDERS = ['/usr/local/sbin', '/usr/sbin'];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of a program; undefined when it is not installed. */
export function findProgram(
  name: string,
  folders = [...(process.env['PATH'] ?? '').split(delimiter), ...SERVER_FOLDERS],
): string | undefined {
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}
