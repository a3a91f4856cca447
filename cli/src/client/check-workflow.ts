import type { MillraceClient, ProblemDetail, Validation } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import type { Problem } from '../cli-error.js';
import { CliError } from '../cli-error.js';
import type { CliContext } from '../context.js';
import { tell } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { contentTypeOf, shownFile } from '../input/read-input.js';
import { plain } from '../output/colours.js';
import { problemLines } from '../output/problem-text.js';
import { failureOfCall } from './api-failure.js';

export type ValidWorkflow = Extract<Validation, { readonly valid: true }>;

/** A workflow file as the user named it, and its text. */
export interface WorkflowFile {
  readonly file: string;
  readonly text: string;
}

/** Asks the server what is wrong with a workflow file; one that it does not even read is not valid either. */
export async function validateFile(
  client: MillraceClient,
  { file, text }: WorkflowFile,
): Promise<Validation> {
  const headers = { 'content-type': contentTypeOf(file) };
  try {
    return await client.call(routes.validateWorkflow, { text }, { headers });
  } catch (error) {
    const failure = failureOfCall(error);
    if (failure?.exitCode !== EXIT.invalid) throw error;
    return { valid: false, problems: [...failure.problems] };
  }
}

/** Problems with the name of their file. */
export function problemsIn(file: string, problems: readonly ProblemDetail[]): readonly Problem[] {
  return problems.map((problem) => ({ ...problem, file: shownFile(file) }));
}

/** Tells warnings about a file. */
export function tellWarnings(context: CliContext, file: string, warnings: readonly ProblemDetail[]): void {
  for (const warning of problemsIn(file, warnings)) {
    problemLines({ ...warning, message: `(warning) ${warning.message}` }, plain).forEach((line) => {
      tell(context, line);
    });
  }
}

/** What a workflow file is. Exit 8 with all that is wrong with it. */
export async function checkFile(client: MillraceClient, workflow: WorkflowFile): Promise<ValidWorkflow> {
  const answer = await validateFile(client, workflow);
  if (answer.valid) return answer;
  throw new CliError(EXIT.invalid, problemsIn(workflow.file, answer.problems));
}
