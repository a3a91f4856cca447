import { padText, textWidth } from './text-width.js';

export interface Column<T> {
  readonly title: string;
  /** The cell, already harmless for a terminal (`neutralise`); may carry our own colours. */
  readonly cell: (row: T) => string;
}

/** Lines of a table: columns as wide as their widest cell, two spaces between, nothing at the end of a line. */
export function renderTable<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  { headers }: { readonly headers: boolean },
): readonly string[] {
  const body = rows.map((row) => columns.map(({ cell }) => cell(row)));
  const lines = headers ? [columns.map(({ title }) => title), ...body] : body;
  const widths = columns.map((_column, index) =>
    Math.max(0, ...lines.map((line) => textWidth(line[index] ?? ''))),
  );
  return lines.map((line) =>
    line
      .map((text, index) => padText(text, widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Lines `name  value`, for one object; entries without a value are left out. */
export function renderFields(fields: readonly (readonly [name: string, value: string])[]): readonly string[] {
  const filled = fields.filter(([, value]) => value !== '');
  const width = Math.max(0, ...filled.map(([name]) => textWidth(name)));
  return filled.map(([name, value]) => `${padText(name, width)}  ${value}`);
}
