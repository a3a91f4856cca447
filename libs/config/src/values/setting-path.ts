/** Keys and indices of list items, from the root of a configuration. */
export type SettingPath = readonly (string | number)[];

/** As people read it: `kafka.clientId`, `kafka.brokers, item 2`. */
export function nameOfPath(path: SettingPath): string {
  return path.map(partText).join('');
}

function partText(part: string | number, index: number, path: SettingPath): string {
  if (typeof part === 'number') return `, item ${part + 1}`;
  if (index === 0) return part;
  return typeof path[index - 1] === 'number' ? `, ${part}` : `.${part}`;
}

/** Whether a path is the other, or leads into what stands there. */
export function isWithin(path: SettingPath, outer: SettingPath): boolean {
  return outer.every((part, index) => path[index] === part);
}
