import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { StartRefusedError } from './refusal.js';

/** Scanners recognise the prefix. */
const PREFIX = 'mrt_';

/** The token of this data folder, made at the first start. Refuses a file that others may read. */
export function tokenOf(file: string): string {
  if (!existsSync(file)) {
    writeFileSync(file, `${PREFIX}${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  }
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) !== 0) {
    throw new StartRefusedError(
      `The token file ${file} can be read by others (mode ${mode.toString(8)}): chmod 600 it.`,
    );
  }
  const token = readFileSync(file, 'utf8').trim();
  if (token.length < 32)
    throw new StartRefusedError(`The token in ${file} is too short: delete the file to have a new one made.`);
  return token;
}
