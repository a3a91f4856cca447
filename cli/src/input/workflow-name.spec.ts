import { describe, expect, it } from 'vitest';
import { parseWorkflowName } from './workflow-name.js';

describe('the name of a workflow', () => {
  it('is in the project that it names, else in that of --project, else in default', () => {
    expect(parseWorkflowName('retail/daily')).toEqual({ project: 'retail', workflow: 'daily' });
    expect(parseWorkflowName('daily', 'retail')).toEqual({ project: 'retail', workflow: 'daily' });
    expect(parseWorkflowName('daily')).toEqual({ project: 'default', workflow: 'daily' });
  });

  it.each(['', 'a/b/c', 'Daily', '../x', 'a/'])("refuses '%s'", (given) => {
    expect(() => parseWorkflowName(given)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  it('refuses two projects', () => {
    expect(() => parseWorkflowName('retail/daily', 'other')).toThrow("--project says 'other'");
  });
});
