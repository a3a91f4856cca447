import type { ListShape, RecordShape, SectionShape, Shape, ValueShape } from '../schema/shape.js';
import type { SettingPath } from './setting-path.js';
import { nameOfPath } from './setting-path.js';
import { fileVariableName, variableName } from './variable-name.js';

/** A setting with what it takes to read it. */
export interface SettingSlot {
  readonly path: SettingPath;
  readonly shape: ValueShape | ListShape | RecordShape;
  /** Undefined where only the file can say it: maps and lists of maps. */
  readonly variable: string | undefined;
  /** The variable that names a file with the value: of a secret. */
  readonly fileVariable: string | undefined;
  /** The section that may be left out and without which the setting needs no value. */
  readonly within: string | undefined;
}

/** Every setting in the order of the schema. Throws an Error when two of them would have one variable. */
export function slotsOf(section: SectionShape): readonly SettingSlot[] {
  const slots = slotsIn(section, [], undefined);
  const owners = new Map<string, SettingSlot>();
  for (const slot of slots)
    for (const variable of variablesOf(slot)) {
      const owner = owners.get(variable);
      if (owner !== undefined)
        throw new Error(`${nameOfPath(owner.path)} and ${nameOfPath(slot.path)} would both be ${variable}.`);
      owners.set(variable, slot);
    }
  return slots;
}

/** The variables by which a setting can be given. */
export function variablesOf({ variable, fileVariable }: SettingSlot): readonly string[] {
  return [variable, fileVariable].filter((name) => name !== undefined);
}

function slotsIn(section: SectionShape, path: SettingPath, within: string | undefined): SettingSlot[] {
  return [...section.keys].flatMap(([key, shape]) => {
    const inner = [...path, key];
    if (shape.kind !== 'section') return [slotOf(inner, shape, within)];
    const canBeAbsent = shape.optional && shape.fallback === undefined;
    return slotsIn(shape, inner, canBeAbsent ? nameOfPath(inner) : within);
  });
}

function slotOf(path: SettingPath, shape: SettingSlot['shape'], within: string | undefined): SettingSlot {
  const byVariable = canBeText(shape);
  return {
    path,
    shape,
    variable: byVariable ? variableName(path) : undefined,
    fileVariable: byVariable && shape.secret ? fileVariableName(path) : undefined,
    within,
  };
}

function canBeText(shape: Shape): boolean {
  return shape.kind === 'value' || (shape.kind === 'list' && shape.item.kind === 'value');
}
