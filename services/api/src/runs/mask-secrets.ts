import type { Catalogue } from '@millrace/events';

/** What stands in place of a secret. */
export const MASK = '***';

/** Whether a parameter of a definition must not be shown. Of a definition that is not here, none may be. */
export function secretParam(catalogue: Catalogue, definition: string): (name: string) => boolean {
  const entry = catalogue.definition(definition);
  if (!entry) return () => true;
  const { params } = entry.definition;
  return (name) => Object.hasOwn(params, name) && params[name]?.secret === true;
}

/** The values with those of secret parameters masked; null says that there is none, and stays. */
export function maskSecrets<T>(
  values: Readonly<Record<string, T>>,
  isSecret: (name: string) => boolean,
): Record<string, T | string> {
  const masked = Object.entries(values).map(([name, value]): [string, T | string] => {
    return [name, value !== null && isSecret(name) ? MASK : value];
  });
  return Object.fromEntries(masked);
}
