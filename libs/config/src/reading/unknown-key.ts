import { didYouMean } from '@millrace/dag';
import type { SectionShape } from '../schema/shape.js';
import type { SettingPath } from '../values/setting-path.js';
import { nameOfPath } from '../values/setting-path.js';

const NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,60}$/;

/**
 * Whether a key may be shown. What is no name, or has no colon after it, may be a value, and so a secret, that lost its
 * key.
 */
export function isShownKey(key: string, bare: boolean): boolean {
  return !bare && NAME.test(key);
}

/** What to say of a key that a section does not have. `bare`: there is no colon after it. */
export function unknownKeyText(path: SettingPath, { keys }: SectionShape, bare: boolean): string {
  const known = [...keys.keys()];
  const key = String(path.at(-1));
  const hint = didYouMean(key, known) ?? `there are ${known.join(', ')}`;
  return isShownKey(key, bare)
    ? `${nameOfPath(path)}: there is no such setting; ${hint}`
    : `${sectionName(path.slice(0, -1))}: this is not the name of a setting; ${hint}`;
}

/** A section as the beginning of a message. */
export function sectionName(path: SettingPath): string {
  return path.length === 0 ? 'the file' : nameOfPath(path);
}
