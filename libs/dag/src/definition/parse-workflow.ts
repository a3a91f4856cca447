import { convertDocument } from './convert-document.js';
import { createLocator } from './document-locator.js';
import { isRecord } from './document-path.js';
import { createProblemSink } from './problem-sink.js';
import { escapeText } from './quote-text.js';
import { asRecord } from './read-part.js';
import type { YamlSource } from './read-yaml.js';
import { readYaml } from './read-yaml.js';
import { readWorkflow } from './read-workflow.js';
import type { SyntaxProblem } from './scan-tokens.js';
import type { TaskTypeSpec } from './task-type-spec.js';
import { registerTaskTypes } from './task-type-register.js';
import { validateDefinition } from './validate-definition.js';
import type { ValidationProblem } from './validation-problem.js';
import type { WorkflowDefinition } from './workflow-definition.js';

export type ParsedWorkflow =
  | {
      readonly ok: true;
      readonly definition: WorkflowDefinition;
      readonly warnings: readonly ValidationProblem[];
    }
  | { readonly ok: false; readonly problems: readonly ValidationProblem[] };

/**
 * Reads a workflow file, YAML or JSON, and reports everything that is wrong with it at once. `types` are the task types
 * beside `switch` and `conditions`. Never throws for what the file says; throws for a wrong list of types.
 */
export function parseWorkflow(text: string, types: readonly TaskTypeSpec[]): ParsedWorkflow {
  const register = registerTaskTypes(types);
  const reading = readYaml(text);
  if (!reading.ok) return reading;
  const { source } = reading;
  const { value: document, targets, problems: found, complete } = convertDocument(source);
  if (!complete) return { ok: false, problems: placeAll(source, found) };
  const sink = createProblemSink(createLocator(source, targets));
  for (const problem of placeAll(source, found)) sink.include(problem);
  const record = asRecord(document, { sink, path: [] });
  if (!isRecord(document)) return { ok: false, problems: sink.problems() };
  const { definition, broken } = readWorkflow(sink, register, record);
  validateDefinition({ sink, types: register, definition, document, broken });
  const problems = sink.problems();
  return problems.length > 0 ? { ok: false, problems } : { ok: true, definition, warnings: sink.warnings() };
}

/** The same for a body that was parsed as JSON already. Every place is line 1, column 1; the pointers are right. */
export function parseWorkflowDocument(value: unknown, types: readonly TaskTypeSpec[]): ParsedWorkflow {
  const text = jsonText(value);
  if (text === undefined) return { ok: false, problems: [notJson] };
  const parsing = parseWorkflow(text, types);
  if (parsing.ok) return { ...parsing, warnings: parsing.warnings.map(withoutPlace) };
  return { ok: false, problems: parsing.problems.map(withoutPlace) };
}

const notJson: ValidationProblem = {
  code: 'NOT_JSON',
  message: 'The body cannot be written as JSON: it is empty, too deep or refers to itself.',
  pointer: '',
  line: 1,
  column: 1,
};

function jsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function withoutPlace(problem: ValidationProblem): ValidationProblem {
  return { ...problem, line: 1, column: 1 };
}

function placeAll(source: YamlSource, problems: readonly SyntaxProblem[]): readonly ValidationProblem[] {
  return problems.map(({ offset, ...problem }) => ({
    pointer: '',
    ...problem,
    message: escapeText(problem.message),
    ...source.lines.positionOf(offset),
  }));
}
