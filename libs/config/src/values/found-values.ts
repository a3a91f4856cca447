import type { SectionShape } from '../schema/shape.js';
import type { Origin } from './origin.js';
import type { SettingPath } from './setting-path.js';
import { isWithin } from './setting-path.js';

/** A map without a prototype, so that no key finds anything but what was put in. */
export type RawMap = Record<string, unknown>;

export function rawMap(): RawMap {
  return Object.create(null) as RawMap;
}

interface Place {
  readonly path: SettingPath;
  readonly origin: Origin;
}

/** What the file and the variables say, before it is checked, and where each value comes from. */
export class FoundValues {
  readonly root = rawMap();
  private readonly places = new Map<string, Place>();
  private broken: readonly SettingPath[] = [];

  put(path: SettingPath, value: unknown, origin: Origin): void {
    // The items of a list that stood here before are no longer what the value is made of.
    for (const [key, place] of this.places) if (isWithin(place.path, path)) this.places.delete(key);
    this.broken = this.broken.filter((broken) => !isWithin(broken, path));
    this.noteOrigin(path, origin);
    let map = this.root;
    for (const part of path.slice(0, -1)) {
      map[part] ??= rawMap();
      map = map[part] as RawMap;
    }
    map[path.at(-1) ?? ''] = value;
  }

  noteOrigin(path: SettingPath, origin: Origin): void {
    this.places.set(keyOf(path), { path, origin });
  }

  /** What should stand at a path could not be read: that is reported, so it may not be called missing as well. */
  noteBroken(path: SettingPath): void {
    this.broken = [...this.broken, path];
  }

  isBroken(path: SettingPath): boolean {
    return this.broken.some((broken) => isWithin(path, broken));
  }

  at(path: SettingPath): unknown {
    return path.reduce<unknown>((value, part) => childOf(value, part), this.root);
  }

  /** Of the value, or of the nearest thing that holds it; undefined for what nobody has set. */
  originOf(path: SettingPath): Origin | undefined {
    for (let length = path.length; length > 0; length -= 1) {
      const place = this.places.get(keyOf(path.slice(0, length)));
      if (place !== undefined) return place.origin;
    }
    return undefined;
  }

  /** Sections that must be there are, so that what they lack is named setting by setting. */
  addSections(shape: SectionShape, map: RawMap = this.root): void {
    for (const [key, inner] of shape.keys) {
      if (inner.kind !== 'section') continue;
      if (map[key] === undefined && inner.optional) continue;
      map[key] ??= rawMap();
      this.addSections(inner, map[key] as RawMap);
    }
  }
}

function childOf(value: unknown, part: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
  return (value as RawMap)[part];
}

function keyOf(path: SettingPath): string {
  return path.join('\n');
}
