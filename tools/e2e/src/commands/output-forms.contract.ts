import { routes } from '@millrace/api-contract';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { CommandWorld } from './command-world.js';

const FORMS = ['json', 'jsonl', 'yaml', 'name', 'table'] as const;

export function outputForms(world: CommandWorld): void {
  /** What a command writes to stdout in each form. */
  const inForms = async (...args: readonly string[]) => {
    const ends = await Promise.all(FORMS.map((form) => world.millrace.run(...args, '-o', form)));
    const [json = '', jsonl = '', yaml = '', name = '', table = ''] = ends.map(({ out }) => out);
    return { codes: ends.map(({ code }) => code), json, jsonl, yaml, name, table };
  };

  describe('the forms of data on stdout', () => {
    it.each([
      [
        'workflow list',
        () => ['workflow', 'list'],
        () => world.client.call(routes.listWorkflows, { params: { project: 'default' } }),
      ],
      ['worker list', () => ['worker', 'list'], undefined],
      ['run list', () => ['run', 'list'], () => world.client.call(routes.listRuns, {})],
      [
        'run get --tasks',
        () => ['run', 'get', world.finished, '--tasks'],
        () => world.client.call(routes.listTaskRuns, { params: { run: world.finished } }),
      ],
      [
        'run events',
        () => ['run', 'events', world.finished],
        () => world.client.call(routes.listRunEvents, { params: { run: world.finished } }),
      ],
      ['doctor', () => ['doctor'], undefined],
    ])('%s gives a list as json, jsonl, yaml, name and table', async (_name, args, answer) => {
      const { codes, json, jsonl, yaml, name, table } = await inForms(...args());
      const page = JSON.parse(json) as { items?: unknown[]; checks?: unknown[] };
      const items = page.items ?? page.checks ?? [];
      const lines = jsonl
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);

      expect(codes).toEqual([0, 0, 0, 0, 0]);
      if (answer) expect(page).toEqual(await answer());
      expect(lines).toHaveLength(items.length);
      expect(Object.keys(parse(yaml) as object)).toEqual(Object.keys(page));
      expect(name.trimEnd().split('\n')).toHaveLength(items.length);
      expect(table.trimEnd().split('\n')).toHaveLength(items.length + 1);
      expect(table).toMatch(/^[A-Z][A-Z ]+\n/);
    });

    it.each([
      [
        'run get',
        () => ['run', 'get', world.finished],
        () => world.finished,
        () => world.client.call(routes.getRun, { params: { run: world.finished } }),
      ],
      [
        'workflow get',
        () => ['workflow', 'get', 'typed'],
        () => 'default/typed',
        () => world.client.call(routes.getWorkflow, { params: { project: 'default', workflow: 'typed' } }),
      ],
      [
        'workflow graph',
        () => ['workflow', 'graph', 'typed'],
        () => 'default/typed',
        () =>
          world.client.call(routes.getWorkflowGraph, { params: { project: 'default', workflow: 'typed' } }),
      ],
      ['version', () => ['version'], () => '0.1.0', undefined],
    ])('%s gives one thing as json, jsonl, yaml, name and table', async (_name, args, called, answer) => {
      const { codes, json, jsonl, yaml, name, table } = await inForms(...args());
      const value = JSON.parse(json) as unknown;

      expect(codes).toEqual([0, 0, 0, 0, 0]);
      if (answer) expect(value).toEqual(await answer());
      expect(JSON.parse(jsonl)).toEqual(value);
      expect(jsonl.trimEnd()).not.toContain('\n');
      expect(parse(yaml)).toEqual(value);
      expect(name).toBe(`${called()}\n`);
      expect(table).not.toBe('');
    });

    it('--no-headers leaves out the titles of a table', async () => {
      const { out } = await world.millrace.run('workflow', 'list', '--no-headers');

      expect(out).toMatch(/^default\/broken/);
    });
  });
}
