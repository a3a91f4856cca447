import { z } from 'zod';
import { parseWorkflow, parseWorkflowDocument } from './parse-workflow.js';
import { formatProblems } from './format-problems.js';
import type { TaskTypeSpec } from './task-type-spec.js';
import { durationSchema } from './text-schemas.js';
import type { ValidationProblem } from './validation-problem.js';
import type { WorkflowDefinition } from './workflow-definition.js';

/** Task types for specs, of the shapes that the real ones have. */
export const SAMPLE_TYPES: readonly TaskTypeSpec[] = [
  {
    type: 'noop',
    summary: 'Does nothing.',
    settings: z.strictObject({
      duration: durationSchema.optional(),
      outputs: z.record(z.string(), z.json()).optional(),
      fail: z.boolean().optional(),
    }),
    codeKeys: [],
    valueKeys: ['outputs'],
  },
  {
    type: 'shell',
    summary: 'Runs a script.',
    settings: z.strictObject({ script: z.string().min(1), shell: z.enum(['sh', 'bash']).optional() }),
    codeKeys: ['script'],
  },
  {
    type: 'http',
    summary: 'Calls a URL.',
    settings: z.strictObject({
      request: z.strictObject({
        method: z.enum(['GET', 'POST']).optional(),
        url: z.string(),
        retries: z.int().min(0).max(5).optional(),
        headers: z.record(z.string(), z.string()).optional(),
        body: z.union([z.string(), z.strictObject({ size: z.number() })]).optional(),
      }),
      expect: z
        .strictObject({ status: z.array(z.union([z.int(), z.string().regex(/^[1-5]xx$/)])) })
        .optional(),
    }),
    codeKeys: [],
  },
];

/** A whole file from its tasks, written in flow or block style under `tasks:` (line 5 on), and further top-level lines. */
export function workflowText(tasks: string, top = ''): string {
  return `apiVersion: v1\nkind: Workflow\nname: sample\ntasks:\n${tasks}\n${top}`;
}

/** The problems of a file, a line each, with `-` for a file without problems. */
export function problemsOf(text: string): string {
  const parsing = parseWorkflow(text, SAMPLE_TYPES);
  return parsing.ok ? '-' : formatProblems(parsing.problems);
}

/** The codes of the problems of a file. */
export function codesOf(text: string): readonly string[] {
  const parsing = parseWorkflow(text, SAMPLE_TYPES);
  return parsing.ok ? [] : parsing.problems.map(({ code }) => code);
}

/** The definition of a file that has no problems; throws with the problems otherwise. */
export function definitionOf(text: string): WorkflowDefinition {
  const parsing = parseWorkflow(text, SAMPLE_TYPES);
  if (!parsing.ok) throw new Error(formatProblems(parsing.problems));
  return parsing.definition;
}

/** The problems of a body that was parsed as JSON. */
export function parseSample(body: unknown): readonly ValidationProblem[] {
  const parsing = parseWorkflowDocument(body, SAMPLE_TYPES);
  return parsing.ok ? [] : parsing.problems;
}
