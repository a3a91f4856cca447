import type { Alias, ParsedNode, Scalar, YAMLMap } from 'yaml';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import { keyOf, startOf } from './convert-document.js';
import type { DocumentPath } from './document-path.js';
import type { TextPosition } from './line-index.js';
import type { Locate, PlacePart } from './problem-sink.js';
import type { YamlSource } from './read-yaml.js';

interface Entry {
  /** The node of the key; undefined for items of lists and for the root. */
  readonly key: unknown;
  readonly value: unknown;
}

/** What of a document its value does not tell. */
export interface DocumentLocator {
  /** Where a value stands. A path that leads nowhere (a missing key) gives the key of the nearest map above it. */
  readonly locate: Locate;
  /** The text of a scalar as it is written (`1.10`, `0x1F`); undefined for everything else. */
  readonly writtenAt: (path: DocumentPath) => string | undefined;
}

export function createLocator(source: YamlSource, targets: ReadonlyMap<Alias, ParsedNode>): DocumentLocator {
  const entries = new Map<YAMLMap, Map<string, Entry>>();
  const entriesOf = (map: YAMLMap): Map<string, Entry> => {
    const known = entries.get(map) ?? indexEntries(map);
    entries.set(map, known);
    return known;
  };
  const step = (node: unknown, part: string | number): Entry | undefined => {
    const target = isAlias(node) ? targets.get(node) : node;
    if (isMap(target)) return entriesOf(target).get(String(part));
    if (!isSeq(target) || typeof part !== 'number') return undefined;
    return part < target.items.length ? { key: undefined, value: target.items[part] } : undefined;
  };
  return {
    locate: (path, part, offset) => {
      const { entry, whole } = walk(source.root, path, step);
      return placeOf(source, entry, whole ? part : 'key', offset);
    },
    writtenAt: (path) => {
      const { entry, whole } = walk(source.root, path, step);
      const node = isAlias(entry.value) ? targets.get(entry.value) : entry.value;
      return whole && isScalar(node) ? node.source : undefined;
    },
  };
}

function indexEntries(map: YAMLMap): Map<string, Entry> {
  const index = new Map<string, Entry>();
  for (const { key, value } of map.items) {
    const name = keyOf(key);
    if (name !== undefined && !index.has(name)) index.set(name, { key, value });
  }
  return index;
}

function walk(
  root: ParsedNode,
  path: DocumentPath,
  step: (node: unknown, part: string | number) => Entry | undefined,
): { readonly entry: Entry; readonly whole: boolean } {
  let entry: Entry = { key: undefined, value: root };
  for (const part of path) {
    const next = step(entry.value, part);
    if (!next) return { entry, whole: false };
    entry = next;
  }
  return { entry, whole: true };
}

function placeOf(source: YamlSource, entry: Entry, part: PlacePart, offset?: number): TextPosition {
  const start = startOf(entry.value);
  const key = startOf(entry.key);
  if (part === 'key' || start === undefined) return source.lines.positionOf(key ?? start ?? 0);
  if (offset !== undefined && isScalar(entry.value)) return insideScalar(source, entry.value, offset);
  return source.lines.positionOf(start);
}

/** Exact where the text stands in the file as it is read: plain, quoted without escapes, or a literal block. */
function insideScalar(source: YamlSource, node: Scalar, offset: number): TextPosition {
  const start = node.range?.[0] ?? 0;
  const before = typeof node.value === 'string' ? node.value.slice(0, offset) : '';
  if (node.type === 'BLOCK_LITERAL') return insideBlock(source, start, before);
  const begin = start + (node.type === 'PLAIN' ? 0 : 1);
  const verbatim = source.text.startsWith(before, begin) && !before.includes('\n');
  return source.lines.positionOf(verbatim ? begin + offset : start);
}

function insideBlock(source: YamlSource, start: number, before: string): TextPosition {
  const header = source.lines.positionOf(start);
  const lines = before.split('\n');
  const line = header.line + lines.length;
  const column = (lines.at(-1) ?? '').length;
  const indent = blockIndent(source, header.line + 1);
  return line > header.line ? { line, column: indent + column + 1 } : header;
}

/** Of the first line of the block that is not blank. */
function blockIndent(source: YamlSource, first: number): number {
  let number = first;
  while (source.lines.line(number).trim() === '' && source.lines.startOf(number) < source.text.length)
    number += 1;
  return /^ */.exec(source.lines.line(number))?.[0].length ?? 0;
}
