import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkLog, invariants, openFolder } from '@millrace/checker';
import { describeWithFixtures } from '@millrace/testing';
import { convertInstance, readInstance, workflowYaml } from '@millrace/wfcommons';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apply, start, taskRuns, untilEnded } from './client-steps.js';
import { StandaloneProcess } from './standalone-process.js';

describeWithFixtures('WfCommons instances on standalone', (fixtures) => {
  const folder = join(fixtures, 'wfcommons');
  const standalone = StandaloneProcess.create();

  beforeAll(async () => {
    await standalone.start();
  });
  afterAll(() => standalone.remove());

  it.each(readdirSync(folder))('%s runs to success', async (file) => {
    const client = await running(standalone);
    const instance = readInstance(readFileSync(join(folder, file), 'utf8'));
    const text = workflowYaml(
      convertInstance(instance, { name: file.replace(/\..*$/, '').toLowerCase(), factor: 0.0001 }),
    );
    const run = await untilEnded(client, await start(client, await apply(client, text)));

    expect(run.state).toBe('succeeded');
    expect(await taskRuns(client, run.id)).toHaveLength(instance.tasks.length);
  });

  it('every task ran exactly once, none before its parents had ended', async () => {
    await standalone.stop();
    const source = openFolder(standalone.folder);
    const { violations, counts } = await checkLog(source, { invariants });
    source.close();

    expect(violations).toEqual([]);
    expect(counts.runs).toBe(readdirSync(folder).length);
  });
});

function running({ client }: StandaloneProcess): Promise<NonNullable<StandaloneProcess['client']>> {
  return client ? Promise.resolve(client) : Promise.reject(new Error('The process does not run.'));
}
