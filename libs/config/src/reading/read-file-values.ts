import { kindOf } from '@millrace/dag';
import type { Pair, YAMLMap, YAMLSeq } from 'yaml';
import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';
import type { ProblemList } from '../report/problem-list.js';
import type { SectionShape, Shape } from '../schema/shape.js';
import type { FoundValues, RawMap } from '../values/found-values.js';
import { rawMap } from '../values/found-values.js';
import type { Origin } from '../values/origin.js';
import type { SettingPath } from '../values/setting-path.js';
import { nameOfPath } from '../values/setting-path.js';
import type { YamlFile } from './read-yaml.js';
import { isShownKey, sectionName, unknownKeyText } from './unknown-key.js';

/** Takes over what a file says, guided by what may be said; the rest is added to the problems. */
export function readFileValues(
  file: YamlFile,
  shape: SectionShape,
  values: FoundValues,
  problems: ProblemList,
): void {
  const reader = new FileReader(file, values, problems);
  const root = reader.section(file.root, shape, []);
  Object.assign(values.root, root);
}

class FileReader {
  constructor(
    private readonly file: YamlFile,
    private readonly values: FoundValues,
    private readonly problems: ProblemList,
  ) {}

  section(node: unknown, shape: SectionShape, path: SettingPath): RawMap | undefined {
    if (isEmpty(node)) return undefined;
    if (!isMap(node)) {
      const found = isScalar(node) ? kindOf(node.value) : isSeq(node) ? 'a list' : 'an alias';
      this.refuse(node, path, `${sectionName(path)}: must be a map of settings (key: value), not ${found}`);
      return undefined;
    }
    const map = rawMap();
    for (const { key, pair } of this.entriesOf(node, path)) {
      const inner = [...path, key];
      const known = shape.keys.get(key);
      if (known === undefined)
        this.problems.add(this.originOf(pair.key), unknownKeyText(inner, shape, isBare(pair)));
      else
        this.take(map, { key, node: pair.value, shape: known, path: inner, origin: this.originOf(pair.key) });
    }
    return map;
  }

  private take(
    map: RawMap,
    at: {
      readonly key: string;
      readonly node: unknown;
      readonly shape: Shape;
      readonly path: SettingPath;
      readonly origin: Origin;
    },
  ): void {
    const { key, node, shape, path, origin } = at;
    this.values.noteOrigin(path, isEmpty(node) ? origin : this.originOf(node));
    if (isEmpty(node) && shape.kind !== 'section') {
      this.values.noteBroken(path);
      this.problems.add(origin, `${nameOfPath(path)}: has no value; give it one or take the line out`);
      return;
    }
    const value = this.value(node, shape, path);
    if (value !== undefined) map[key] = value;
  }

  private value(node: unknown, shape: Shape, path: SettingPath): unknown {
    if (isAlias(node)) {
      this.refuse(
        node,
        path,
        `${nameOfPath(path)}: aliases are not read here; write the value out, in quotes if it begins with *`,
      );
      return undefined;
    }
    if (shape.kind === 'section') return this.section(node, shape, path);
    if (isScalar(node)) return node.value;
    if (isSeq(node)) return shape.kind === 'list' ? this.list(node, shape.item, path) : [];
    return isMap(node) && shape.kind === 'record' ? this.record(node, shape.value, path) : rawMap();
  }

  private list(node: YAMLSeq, shape: Shape, path: SettingPath): readonly unknown[] {
    return node.items.map((item, index) => {
      const inner = [...path, index];
      this.values.noteOrigin(inner, this.originOf(item));
      return this.value(item, shape, inner);
    });
  }

  private record(node: YAMLMap, shape: Shape, path: SettingPath): RawMap {
    const map = rawMap();
    for (const { key, pair } of this.entriesOf(node, path))
      this.take(map, { key, node: pair.value, shape, path: [...path, key], origin: this.originOf(pair.key) });
    return map;
  }

  /** The entries of a map whose keys are names; of several with one name the first. */
  private entriesOf(
    map: YAMLMap,
    path: SettingPath,
  ): readonly { readonly key: string; readonly pair: Pair }[] {
    const seen = new Set<string>();
    return map.items.flatMap((pair) => {
      const key = keyOf(pair.key);
      if (key === undefined) {
        this.problems.add(this.originOf(pair.key), 'a key must be a name; a list, a map or nothing is none');
        return [];
      }
      if (!seen.has(key)) {
        seen.add(key);
        return [{ key, pair }];
      }
      const what = isShownKey(key, isBare(pair)) ? nameOfPath([...path, key]) : `${sectionName(path)}: a key`;
      this.problems.add(this.originOf(pair.key), `${what}: stands here a second time; keep one`);
      return [];
    });
  }

  private refuse(node: unknown, path: SettingPath, what: string): void {
    this.values.noteBroken(path);
    this.problems.add(this.originOf(node), what);
  }

  private originOf(node: unknown): Origin {
    return this.file.originAt(isNode(node) ? (node.range?.[0] ?? 0) : 0);
  }
}

/** A key as it is written: `1.10` is not the number. */
function keyOf(node: unknown): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  return typeof node.value === 'string' ? node.value : node.source;
}

function isEmpty(node: unknown): boolean {
  return node === null || node === undefined || (isScalar(node) && node.value === null);
}

/** A word without a colon, as in `{ word }`. */
function isBare(pair: Pair): boolean {
  return pair.value === null;
}
