import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Incarnations of this worker that may still be named by attempts: all that have not been declared ended. */
export interface Incarnation {
  readonly current: string;
  readonly earlier: readonly string[];
}

/** Begins a new incarnation (L35) and remembers it beside the earlier ones. */
export function beginIncarnation(folder: string, random: () => string): Incarnation {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'incarnations');
  const earlier = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const current = random();
  writeList(file, [...earlier, current]);
  return { current, earlier };
}

/** The earlier ones have been announced as ended. */
export function forgetEarlier(folder: string, { current }: Incarnation): void {
  writeList(join(folder, 'incarnations'), [current]);
}

function writeList(file: string, list: readonly string[]): void {
  writeFileSync(`${file}.new`, `${list.join('\n')}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
