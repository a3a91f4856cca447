import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { CodeChange, WholeSource } from './code-change.js';

/** Marks what is loaded for whoever judges: that code must be the product as it is. */
const PURE = 'pure';

/**
 * Has the code of the product loaded with these changes, from now on and in this process alone. `root`: folder of the
 * repository. The judge gets copies of all modules without them. Throws, when the file is loaded, where a text is not in
 * it exactly once: the code is another one by now, and so must the change be.
 */
export function changeCode(changes: readonly (CodeChange | WholeSource)[], root: string): void {
  const base = pathToFileURL(`${root}/`);
  const byUrl = Map.groupBy(changes, ({ file }) => new URL(file, base).href);
  const judge = new URL('tools/checker/dist/', base).href;
  registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const from = context.parentURL ?? '';
      const isOurs = resolved.url.startsWith('file:') && !resolved.url.includes('/node_modules/');
      const isPure = from.startsWith(judge) || from.endsWith(`?${PURE}`);
      if (!isOurs || !isPure || resolved.url.includes('?')) return resolved;
      return { ...resolved, url: `${resolved.url}?${PURE}` };
    },
    load: (url, context, next) => {
      const loaded = next(url, context);
      const here = byUrl.get(url);
      return here ? { ...loaded, source: here.reduce(changed, textOf(loaded.source)) } : loaded;
    },
  });
}

function changed(source: string, change: CodeChange | WholeSource): string {
  if ('source' in change) return change.source;
  const { file, find, put } = change;
  const parts = source.split(find);
  if (parts.length === 2) return parts.join(put);
  throw new Error(`The change has no place: '${find}' stands ${parts.length - 1} times in ${file}.`);
}

function textOf(source: string | NodeJS.ArrayBufferView | ArrayBuffer | undefined): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source);
}
