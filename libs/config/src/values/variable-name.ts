import type { SettingPath } from './setting-path.js';

const PREFIX = 'MILLRACE';

/** The variable of a setting: `kafka.clientId` is set by `MILLRACE_KAFKA_CLIENT_ID`. */
export function variableName(path: SettingPath): string {
  return [PREFIX, ...path.map((part) => upperSnake(String(part)))].join('_');
}

/** The variable that names a file which holds a secret. */
export function fileVariableName(path: SettingPath): string {
  return `${variableName(path)}_FILE`;
}

function upperSnake(camelCase: string): string {
  return camelCase
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toUpperCase();
}
