import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const DEFINITION =
  /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export const \w+ = define(?:Command|Event)\(\s*'(\w+)'/g;

/** The doc comments of the commands or events that the files of a folder define, by their type. */
export function docComments(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  const found = files.flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(DEFINITION)]);
  return new Map(found.map(([, comment = '', type = '']) => [type, plainText(comment)]));
}

function plainText(comment: string): string {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\*? ?/, '').trim());
  return lines.filter(Boolean).join(' ');
}
