import type { CliContext, Output } from '../context.js';
import type { ColourChoice, Painter } from './colours.js';
import { painterFor } from './colours.js';
import { neutralise } from './escapes.js';
import { jsonText } from './json.js';
import type { Column } from './table.js';
import { renderTable } from './table.js';

export const OUTPUT_FORMS = ['table', 'json', 'jsonl', 'yaml', 'name'] as const;
export type OutputForm = (typeof OUTPUT_FORMS)[number];

/** What every command that prints data takes. */
export interface OutputOptions {
  /** Default table. */
  readonly output?: OutputForm;
  /** False: a table without its line of titles. */
  readonly headers?: boolean;
  readonly color?: ColourChoice;
}

export interface ListData<T> {
  /** The API's answer: printed unchanged as json and yaml. */
  readonly page: unknown;
  readonly items: readonly T[];
  readonly columns: (paint: Painter) => readonly Column<T>[];
  readonly name: (item: T) => string;
}

export interface ObjectData {
  /** The API's answer: printed unchanged as json, jsonl and yaml. */
  readonly value: unknown;
  /** For people; harmless for a terminal. */
  readonly lines: (paint: Painter) => readonly string[];
  readonly name: string;
}

export function stdoutPainter(context: CliContext, options: OutputOptions): Painter {
  return painterFor(options.color, context.env, context.stdout.isTTY);
}

export function stderrPainter(context: CliContext, options: Pick<OutputOptions, 'color'>): Painter {
  return painterFor(options.color, context.env, context.stderr.isTTY);
}

function writeLines(output: Output, lines: readonly string[]): void {
  if (lines.length > 0) output.write(`${lines.join('\n')}\n`);
}

/** Text that others made: unchanged for programs, harmless for a terminal. */
function dataLine(output: Output, text: string): string {
  return output.isTTY ? neutralise(text) : text;
}

async function writeYaml(output: Output, value: unknown): Promise<void> {
  const { stringify } = await import('yaml');
  const lines = stringify(value, { lineWidth: 0 }).trimEnd().split('\n');
  writeLines(
    output,
    lines.map((line) => dataLine(output, line)),
  );
}

/** Prints a list in the form that was asked for. */
export async function printList<T>(
  context: CliContext,
  options: OutputOptions,
  data: ListData<T>,
): Promise<void> {
  const { stdout } = context;
  switch (options.output ?? 'table') {
    case 'json':
      writeLines(stdout, [jsonText(data.page, 2)]);
      return;
    case 'jsonl':
      writeLines(
        stdout,
        data.items.map((item) => jsonText(item)),
      );
      return;
    case 'yaml':
      return writeYaml(stdout, data.page);
    case 'name':
      writeLines(
        stdout,
        data.items.map((item) => dataLine(stdout, data.name(item))),
      );
      return;
    case 'table':
      writeLines(
        stdout,
        renderTable(data.items, data.columns(stdoutPainter(context, options)), {
          headers: options.headers !== false && data.items.length > 0,
        }),
      );
  }
}

/** Prints one object in the form that was asked for. */
export async function printObject(
  context: CliContext,
  options: OutputOptions,
  data: ObjectData,
): Promise<void> {
  const { stdout } = context;
  switch (options.output ?? 'table') {
    case 'json':
      writeLines(stdout, [jsonText(data.value, 2)]);
      return;
    case 'jsonl':
      writeLines(stdout, [jsonText(data.value)]);
      return;
    case 'yaml':
      return writeYaml(stdout, data.value);
    case 'name':
      writeLines(stdout, [dataLine(stdout, data.name)]);
      return;
    case 'table':
      writeLines(stdout, data.lines(stdoutPainter(context, options)));
  }
}
