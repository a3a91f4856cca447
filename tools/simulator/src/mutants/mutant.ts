/** A line of the product that says something else. */
export interface Mutant {
  /** The source, from the root of the repository. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** The source with the mutant in it. Throws where the line is another one by now. */
export function mutated(source: string, { file, line, before, after }: Mutant): string {
  const lines = source.split('\n');
  if (lines[line - 1] !== before) throw new Error(`Line ${line} of ${file} is not '${before}'.`);
  return lines.with(line - 1, after).join('\n');
}
