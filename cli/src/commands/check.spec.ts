import { describe, expect, it } from 'vitest';
import { testContext } from '../../testing/test-context.js';
import { runCli } from '../run-cli.js';
import { checkArguments } from './check.js';

describe('check', () => {
  it('looks at the data folder that every command means, unless it is told of another log', () => {
    const env = { MILLRACE_DATA: 'kept' };
    expect(checkArguments(testContext(), undefined, {})).toEqual(['/nowhere/.millrace']);
    expect(checkArguments(testContext({ env }), undefined, {})).toEqual(['/nowhere/kept']);
    expect(checkArguments(testContext({ env }), 'log.jsonl', {})).toEqual(['/nowhere/log.jsonl']);
  });

  it('looks at the log of a cluster where settings are given', () => {
    expect(checkArguments(testContext(), undefined, { kafka: 'c.yaml', live: true })).toEqual([
      '--kafka',
      '/nowhere/c.yaml',
      '--live',
    ]);
  });

  it('passes on what else it is told', () => {
    const files = { journal: 'j', answers: 'a' };
    const words = { ...files, only: 'I1,I2', slots: 4, keep: 0, processes: true, logOnly: true };
    const args = checkArguments(testContext(), 'd', { ...words, exactlyOnce: true, live: true, json: true });
    expect(args.join(' ')).toBe(
      '/nowhere/d --journal /nowhere/j --answers /nowhere/a --slots 4 --only I1,I2 --keep 0 ' +
        '--processes --log-only --exactly-once --live --json',
    );
  });

  it('is exit 2 for an option that is none', async () => {
    const context = testContext();
    expect(await runCli(['check', '--keep', 'many'], context)).toBe(2);
    expect(context.stderr.text()).toContain('whole number');
  });
});
