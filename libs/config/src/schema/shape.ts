/** What a schema says about one place of the configuration, whatever stands there. */
export interface ShapeFacts {
  /** May be left out. */
  readonly optional: boolean;
  /** What holds when it is left out, as a person would write it; undefined: nothing. */
  readonly fallback: unknown;
  /** '' when there is none. */
  readonly description: string;
  readonly secret: boolean;
}

/** A map whose keys are known: a section. */
export interface SectionShape extends ShapeFacts {
  readonly kind: 'section';
  readonly keys: ReadonlyMap<string, Shape>;
}

export interface ListShape extends ShapeFacts {
  readonly kind: 'list';
  readonly item: Shape;
}

/** A map whose keys are the user's. */
export interface RecordShape extends ShapeFacts {
  readonly kind: 'record';
  readonly value: Shape;
}

/** A single value. */
export interface ValueShape extends ShapeFacts {
  readonly kind: 'value';
  /** What to make of the text of a variable. */
  readonly reads: 'text' | 'number' | 'boolean';
  /** In words: `integer, 1 or more`. */
  readonly type: string;
}

export type Shape = SectionShape | ListShape | RecordShape | ValueShape;

/** The type of a place in words: `list of text`. */
export function typeOfShape(shape: Shape): string {
  switch (shape.kind) {
    case 'value':
      return shape.type;
    case 'list':
      return `list of ${shape.item.kind === 'section' ? 'maps' : typeOfShape(shape.item)}`;
    case 'record':
      return `map of ${shape.value.kind === 'section' ? 'maps' : typeOfShape(shape.value)}`;
    case 'section':
      return 'map';
  }
}

/** What may stand at a path: keys, and indices of list items. Undefined where nothing may. */
export function shapeAt(shape: Shape, path: readonly (string | number)[]): Shape | undefined {
  return path.reduce<Shape | undefined>((outer, part) => outer && shapeInside(outer, part), shape);
}

function shapeInside(shape: Shape, part: string | number): Shape | undefined {
  switch (shape.kind) {
    case 'section':
      return shape.keys.get(String(part));
    case 'list':
      return shape.item;
    case 'record':
      return shape.value;
    case 'value':
      return undefined;
  }
}
