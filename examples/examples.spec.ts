import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseWorkflow } from '@millrace/dag';
import type { WorkflowDefinition } from '@millrace/dag';
import { taskTypes } from '@millrace/tasks';
import { describe, expect, it } from 'vitest';

const FOLDER = import.meta.dirname;
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

function definitionOf(text: string): WorkflowDefinition {
  const parsed = parseWorkflow(text, taskTypes);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  expect(parsed.warnings).toEqual([]);
  return parsed.definition;
}

describe('the examples', () => {
  it('are all here', () => {
    expect(files.toSorted()).toEqual([
      'branch.yaml',
      'clean-up.yaml',
      'etl-fan-out.yaml',
      'hello.yaml',
      'python-and-shell.yaml',
    ]);
  });

  for (const file of files) {
    it(`${file} is valid, short, named like its file, and says what to look at`, () => {
      const text = readFileSync(join(FOLDER, file), 'utf8');
      expect(`${definitionOf(text).name}.yaml`).toBe(file);
      expect(text.trimEnd().split('\n').length).toBeLessThan(25);
      expect(text).toMatch(/^#.*Look at:/m);
    });
  }

  it('big-2000.mjs writes a workflow of 2 000 tasks', () => {
    const text = execFileSync(process.execPath, [join(FOLDER, 'big-2000.mjs')], { encoding: 'utf8' });
    const { tasks } = definitionOf(text);
    expect(Object.keys(tasks)).toHaveLength(2000);
    expect(tasks['s1-0']?.needs).toEqual(['s0-49', 's0-0', 's0-1']);
  });
});
