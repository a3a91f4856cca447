import type { Alias, ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import { toPointer } from './document-path.js';
import { INPUT_LIMITS } from './input-limits.js';
import type { YamlSource } from './read-yaml.js';
import type { SyntaxProblem } from './scan-tokens.js';
import type { JsonValue } from './workflow-definition.js';

export interface ConvertedDocument {
  readonly value: JsonValue;
  /** What each alias stands for, for places inside it. */
  readonly targets: ReadonlyMap<Alias, ParsedNode>;
  readonly problems: readonly SyntaxProblem[];
  /** False: the value is not whole, so nothing that is missing in it may be reported. */
  readonly complete: boolean;
}

interface Anchored {
  readonly node: ParsedNode;
  /** Undefined while the anchor's own value is being read. */
  value?: JsonValue;
  /** Number of values inside, aliases counted in full. */
  size: number;
}

interface Conversion {
  readonly anchors: Map<string, Anchored>;
  readonly targets: Map<Alias, ParsedNode>;
  readonly problems: SyntaxProblem[];
  /** Where the conversion is. */
  readonly path: (string | number)[];
  size: number;
  aliased: number;
  stopped: boolean;
}

/**
 * Turns the tree of nodes into plain JSON without expanding aliases: an alias gives the very value of its anchor, and
 * what all of them would amount to is counted. Maps have no prototype.
 */
export function convertDocument(source: YamlSource): ConvertedDocument {
  const counts = { size: 0, aliased: 0, stopped: false };
  const state: Conversion = { anchors: new Map(), targets: new Map(), problems: [], path: [], ...counts };
  const value = convert(state, source.root, 1);
  return { value, targets: state.targets, problems: state.problems, complete: !state.stopped };
}

function convert(state: Conversion, node: unknown, depth: number): JsonValue {
  if (state.stopped) return null;
  state.size += 1;
  if (isAlias(node)) return convertAlias(state, node);
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null;
  const parsed = node as ParsedNode;
  if (node.anchor === undefined) return convertContent(state, parsed, depth);
  const anchored: Anchored = { node: parsed, size: state.size };
  state.anchors.set(node.anchor, anchored);
  const value = convertContent(state, parsed, depth);
  anchored.size = state.size - anchored.size + 1;
  anchored.value = value;
  return value;
}

function convertContent(state: Conversion, node: ParsedNode, depth: number): JsonValue {
  if (isScalar(node)) return convertScalar(state, node);
  if (depth > INPUT_LIMITS.depth)
    return stop(state, node.range[0], 'TOO_DEEP', 'Lists and maps are nested too deeply.');
  if (isSeq(node)) return convertList(state, node, depth);
  return isMap(node) ? convertMap(state, node, depth) : null;
}

function convertAlias(state: Conversion, alias: Alias): JsonValue {
  const anchored = state.anchors.get(alias.source);
  const offset = alias.range?.[0] ?? 0;
  if (!anchored) {
    const message = `The alias *${alias.source} has no anchor before it.`;
    const hint = 'a value that begins with * must be quoted, for example "* * * * *"';
    note(state, { code: 'UNKNOWN_ALIAS', message, offset, hint });
    return null;
  }
  if (anchored.value === undefined) {
    return stop(state, offset, 'ALIAS_LOOP', `The alias *${alias.source} stands inside its own anchor.`);
  }
  state.targets.set(alias, anchored.node);
  state.size += anchored.size;
  state.aliased += anchored.size;
  if (state.aliased <= INPUT_LIMITS.aliasedValues) return anchored.value;
  const message = `The aliases stand for more than ${INPUT_LIMITS.aliasedValues} values.`;
  return stop(state, offset, 'TOO_MANY_ALIASES', message);
}

function convertChild(state: Conversion, part: string | number, node: unknown, depth: number): JsonValue {
  state.path.push(part);
  const value = convert(state, node, depth + 1);
  state.path.pop();
  return value;
}

function note(state: Conversion, problem: SyntaxProblem, key?: string): void {
  const path = key === undefined ? state.path : [...state.path, key];
  if (state.problems.length < INPUT_LIMITS.problems)
    state.problems.push({ ...problem, pointer: toPointer(path) });
}

function stop(state: Conversion, offset: number, code: string, message: string): null {
  note(state, { code, message, offset });
  state.stopped = true;
  return null;
}

function convertScalar(state: Conversion, node: Scalar): JsonValue {
  const { value } = node;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  const number = typeof value === 'number' ? value : Number.NaN;
  const problem = checkNumber(number, node.source ?? '', node.range?.[0] ?? 0);
  if (problem) note(state, problem);
  return Number.isFinite(number) ? number : null;
}

const INTEGER = /^[-+]?(?:\d+|0[xo][\da-f]+)$/i;

function checkNumber(value: number, source: string, offset: number): SyntaxProblem | undefined {
  const text = source.slice(0, 40);
  if (!Number.isFinite(value)) {
    const message = `${text} is not a number that JSON can hold.`;
    return { code: 'NOT_JSON', message, offset, hint: 'put it in quotes if it is text' };
  }
  if (Number.isSafeInteger(value) || !INTEGER.test(source)) return undefined;
  const message = `${text} is beyond the integers that JSON can hold exactly (2^53 - 1).`;
  return { code: 'INTEGER_TOO_LARGE', message, offset, hint: 'put it in quotes and use int(text)' };
}

function convertList(state: Conversion, node: YAMLSeq, depth: number): JsonValue {
  return node.items.map((item, index) => convertChild(state, index, item, depth));
}

function convertMap(state: Conversion, node: YAMLMap, depth: number): JsonValue {
  const record = Object.create(null) as Record<string, JsonValue>;
  for (const { key, value } of node.items) {
    const name = keyOf(key);
    const problem = checkKey(name, key, record);
    if (problem) note(state, problem, name);
    const content = convertChild(state, name ?? '', value, depth);
    if (name !== undefined && !problem) record[name] = content;
  }
  return record;
}

/** A key as text, as it is written (`1.0`, `null`); undefined for keys that are lists, maps or aliases. */
export function keyOf(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function checkKey(name: string | undefined, key: unknown, record: object): SyntaxProblem | undefined {
  const offset = startOf(key) ?? 0;
  if (name === undefined) return { code: 'INVALID_KEY', message: 'A key must be text.', offset };
  if (name === '__proto__') {
    return { code: 'INVALID_NAME', message: "'__proto__' is refused as any name.", offset };
  }
  if (name === '<<') {
    const hint = 'YAML 1.2 has no merge keys: write the keys out, or put them in defaults';
    return { code: 'MERGE_KEY', message: "The merge key '<<' is not allowed.", offset, hint };
  }
  if (!Object.hasOwn(record, name)) return undefined;
  const message = `The key '${name.slice(0, 60)}' stands here twice.`;
  return { code: 'DUPLICATE_KEY', message, offset, hint: 'keep one of them' };
}

/** Offset of a node in the text. */
export function startOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined;
}
