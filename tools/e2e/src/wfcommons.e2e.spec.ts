import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkLog, invariants } from '@millrace/checker';
import { describeWithFixtures } from '@millrace/testing';
import { convertInstance, readInstance, workflowYaml } from '@millrace/wfcommons';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apply, start, taskRuns, untilEnded } from './client-steps.js';
import { onBothColumns } from './columns.js';
import type { RunningSystem } from './running-system.js';

describeWithFixtures('WfCommons instances', (fixtures) => {
  const folder = join(fixtures, 'wfcommons');

  onBothColumns('run', (column) => {
    const system = column.create();

    beforeAll(async () => {
      await system.start();
    });
    afterAll(() => system.remove());

    it.each(readdirSync(folder))('%s to success', async (file) => {
      const client = await running(system);
      const instance = readInstance(readFileSync(join(folder, file), 'utf8'));
      const text = workflowYaml(
        convertInstance(instance, { name: file.replace(/\..*$/, '').toLowerCase(), factor: 0.0001 }),
      );
      const run = await untilEnded(client, await start(client, await apply(client, text)));

      expect(run.state).toBe('succeeded');
      expect(await taskRuns(client, run.id)).toHaveLength(instance.tasks.length);
    });

    it('every task exactly once, none before its parents had ended', async () => {
      await system.stop();
      const source = await system.openLog();
      const { violations, counts } = await checkLog(source, { invariants });
      await source.close();

      expect(violations).toEqual([]);
      expect(counts.runs).toBe(readdirSync(folder).length);
    });
  });
});

function running({ client }: RunningSystem): Promise<NonNullable<RunningSystem['client']>> {
  return client ? Promise.resolve(client) : Promise.reject(new Error('The system does not run.'));
}
