interface Typed {
  readonly type: string;
}

/** A list of definitions by type. Throws on a duplicate, so a clash stops the start of the process. */
export function register<const D extends readonly Typed[]>(
  ...definitions: D
): ReadonlyMap<string, D[number]> {
  const byType = new Map<string, D[number]>();
  for (const definition of definitions) {
    if (byType.has(definition.type)) throw new Error(`'${definition.type}' is registered twice.`);
    byType.set(definition.type, definition);
  }
  return byType;
}
