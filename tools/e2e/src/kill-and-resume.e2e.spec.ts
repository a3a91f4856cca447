import { FAILPOINTS } from '@millrace/telemetry';
import { afterEach, describe, expect, it } from 'vitest';
import type { ServiceHandle } from './cluster/service-handle.js';
import { onCluster } from './columns.js';
import { KillLoop } from './kill-loop.js';
import { processesWith } from './left-processes.js';
import { StandaloneProcess } from './standalone-process.js';

/** `npm run proof` asks for more. */
const KILLS = Number(process.env.MILLRACE_KILLS ?? 10);
const SEED = Number(process.env.MILLRACE_SEED ?? 20261121);

/** The partitions of masters that died so are another master's only when their session is over. */
const LONGEST_ROUND_MS = 60_000;

describe('kill -9 at any moment', () => {
  let standalone: StandaloneProcess;

  afterEach(() => standalone.remove());

  it(
    `loses nothing and doubles nothing over ${KILLS} kills (seed ${SEED})`,
    async () => {
      standalone = StandaloneProcess.create();
      const { wrong, check } = await new KillLoop(standalone, SEED).run(KILLS);

      expect(wrong).toEqual([]);
      expect(check.violations).toEqual([]);
      expect(processesWith(standalone.folder)).toEqual([]);
    },
    Math.max(120_000, KILLS * 5000),
  );

  it.each(FAILPOINTS)('goes on after a death at %s', async (point) => {
    standalone = StandaloneProcess.create([], { MILLRACE_FAILPOINT: `${point}:2` });
    const loop = new KillLoop(standalone, SEED);
    const { wrong, check } = await loop.runThroughFailpoint(standalone);

    expect(wrong).toEqual([]);
    expect(check.violations).toEqual([]);
    expect(processesWith(standalone.folder)).toEqual([]);
  });
});

onCluster('kill -9 of all masters, of the worker, of everything, in turn', (column) => {
  it(
    `loses nothing and doubles nothing over ${KILLS} kills (seed ${SEED})`,
    async ({ onTestFinished }) => {
      const cluster = column.create({ masters: 2 });
      onTestFinished(() => cluster.remove());
      const again = async (handles: readonly ServiceHandle[]): Promise<void> => {
        await Promise.all(handles.map((one) => one.kill()));
        await cluster.start();
      };
      const { masters, workers, logger, api } = cluster;
      const victims = [masters, workers, [...masters, ...workers, logger, api]];
      const kill = (count: number): Promise<void> => again(victims[count % victims.length] ?? []);
      const loop = new KillLoop(cluster, SEED, { kill, lifeMs: 3000 });
      const { wrong, check } = await loop.run(KILLS);

      expect(wrong).toEqual([]);
      expect(check.violations).toEqual([]);
      expect(processesWith(cluster.folder)).toEqual([]);
    },
    Math.max(120_000, KILLS * LONGEST_ROUND_MS),
  );
});
