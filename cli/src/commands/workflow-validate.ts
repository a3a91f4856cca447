import type { Validation } from '@millrace/api-contract';
import { CliError } from '../cli-error.js';
import type { WorkflowFile } from '../client/check-workflow.js';
import { problemsIn, tellWarnings, validateFile } from '../client/check-workflow.js';
import type { ServerOptions } from '../client/endpoint.js';
import type { CliContext } from '../context.js';
import { tell } from '../context.js';
import { withAnyClient } from '../engine/any-client.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';
import { readInput } from '../input/read-input.js';
import type { Painter } from '../output/colours.js';
import { neutralise } from '../output/escapes.js';
import type { OutputOptions } from '../output/print.js';
import { printList, stderrPainter } from '../output/print.js';
import { problemLines } from '../output/problem-text.js';
import type { Column } from '../output/table.js';

export type WorkflowValidateOptions = ServerOptions & OutputOptions;

type Checked = Validation & { readonly file?: string };

function columns(paint: Painter, nameOf: (answer: Checked) => string): readonly Column<Checked>[] {
  return [
    { title: 'FILE', cell: (answer) => neutralise(nameOf(answer)) },
    { title: 'VALID', cell: ({ valid }) => (valid ? paint('green', '✔ valid') : paint('red', '✖ invalid')) },
    {
      title: 'WORKFLOW',
      cell: (answer) => (answer.valid ? neutralise(`${answer.project}/${answer.name}`) : ''),
    },
    { title: 'TASKS', cell: (answer) => (answer.valid ? String(answer.tasks) : '') },
  ];
}

function tellProblems(context: CliContext, options: OutputOptions, file: string, answer: Validation): void {
  const paint = stderrPainter(context, options);
  const problems = answer.valid ? [] : problemsIn(file, answer.problems);
  if (answer.valid) tellWarnings(context, file, answer.warnings);
  problems
    .flatMap((problem) => problemLines(problem, paint))
    .forEach((line) => {
      tell(context, line);
    });
}

/** The file, or what is wrong with it before any server reads it. Throws a usage error when there is nothing to read. */
async function readOrRefuse(context: CliContext, file: string): Promise<WorkflowFile | Validation> {
  try {
    return { file, text: await readInput(context, file) };
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode !== EXIT.invalid) throw error;
    return { valid: false, problems: [...error.problems] };
  }
}

/** Checks workflow files; starts an engine for it where no server runs. Exit 8 when one is not valid. */
export async function workflowValidate(
  context: CliContext,
  files: readonly string[],
  options: WorkflowValidateOptions,
): Promise<ExitCode> {
  const readings = await Promise.all(files.map((file) => readOrRefuse(context, file)));
  const answers = await withAnyClient(context, options, (client) =>
    Promise.all(
      readings.map(async (reading) => ('text' in reading ? validateFile(client, reading) : reading)),
    ),
  );
  const items: readonly Checked[] =
    answers.length === 1
      ? answers
      : answers.map((answer, index) => ({ file: files[index] ?? '', ...answer }));
  const nameOf = (answer: Checked): string => answer.file ?? files[0] ?? '';
  await printList(context, options, {
    page: items.length === 1 ? items[0] : items,
    items,
    columns: (paint) => columns(paint, nameOf),
    name: (answer) => (answer.valid ? `${answer.project}/${answer.name}` : nameOf(answer)),
  });
  if ((options.output ?? 'table') === 'table' || options.output === 'name') {
    items.forEach((answer) => {
      tellProblems(context, options, nameOf(answer), answer);
    });
  }
  return answers.every(({ valid }) => valid) ? EXIT.ok : EXIT.invalid;
}
