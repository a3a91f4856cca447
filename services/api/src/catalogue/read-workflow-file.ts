import type { ProblemDetail } from '@millrace/api-contract';
import type { ValidationProblem, WorkflowDefinition } from '@millrace/dag';
import { parseWorkflow } from '@millrace/dag';
import { taskTypes } from '@millrace/tasks';
import { ApiProblem } from '../http/api-problem.js';

export interface WorkflowFile {
  readonly definition: WorkflowDefinition;
  readonly warnings: readonly ProblemDetail[];
}

export type FileReading =
  | ({ readonly valid: true } & WorkflowFile)
  | { readonly valid: false; readonly problems: readonly ProblemDetail[] };

/** Reads and checks a workflow file with the task types of this release. */
export function checkWorkflowFile(text: string): FileReading {
  const parsing = parseWorkflow(text, taskTypes);
  if (!parsing.ok) return { valid: false, problems: parsing.problems.map(detailOf) };
  return { valid: true, definition: parsing.definition, warnings: parsing.warnings.map(detailOf) };
}

/** The same for a file that must be valid and be of this workflow. Throws VALIDATION_FAILED, NAME_MISMATCH. */
export function readWorkflowFile(text: string, project: string, workflow: string): WorkflowFile {
  const reading = checkWorkflowFile(text);
  if (!reading.valid) {
    const [first, ...others] = reading.problems;
    const rest = others.length > 0 ? ` (and ${others.length} more)` : '';
    const place = first?.line === undefined ? '' : `line ${first.line}: `;
    const message = `The workflow file is not valid: ${place}${first?.message ?? ''}${rest}`;
    throw new ApiProblem(400, 'VALIDATION_FAILED', message, { errors: reading.problems });
  }
  const { definition, warnings } = reading;
  if (definition.project !== project) throw mismatch('project', definition.project, project);
  if (definition.name !== workflow) throw mismatch('name', definition.name, workflow);
  return { definition, warnings };
}

function detailOf({ code, message, hint, pointer, line, column }: ValidationProblem): ProblemDetail {
  return { code, message, pointer, line, column, ...(hint === undefined ? {} : { hint }) };
}

function mismatch(key: 'project' | 'name', inFile: string, inPath: string): ApiProblem {
  const message = `The file has ${key} '${inFile}', the path has '${inPath}'.`;
  const hint = `write ${key}: ${inPath} in the file, or send it to the path of '${inFile}'`;
  return new ApiProblem(400, 'NAME_MISMATCH', message, {
    errors: [{ code: 'NAME_MISMATCH', message, pointer: `/${key}`, hint }],
  });
}
