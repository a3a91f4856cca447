import { afterAll, beforeAll, expect, it } from 'vitest';
import { apply, start, untilEnded } from './client-steps.js';
import { onCluster } from './columns.js';
import { RunningCommand } from './running-command.js';
import { QUICK } from './sample-workflows.js';

onCluster('the checker, told of the log by the settings of the services', (column) => {
  const cluster = column.create();
  const check = (...args: readonly string[]) =>
    new RunningCommand(['tools/checker/dist/main.js', '--kafka', cluster.config, '--json', ...args]).give()
      .ended;

  beforeAll(async () => {
    const client = await cluster.start();
    await untilEnded(client, await start(client, await apply(client, QUICK)));
  });
  afterAll(() => cluster.remove());

  it('finds nothing wrong while the services write it', async () => {
    const { code, out, err } = await check('--live');

    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ counts: { partitions: 4, runs: 1 }, violations: [] });
  });

  it('finds nothing wrong when they have ended', async () => {
    await cluster.stop();
    const { code, out } = await check('--exactly-once');

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ counts: { runs: 1, ended: { succeeded: 1 } }, violations: [] });
  });
});
