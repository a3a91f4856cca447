import { FAILPOINTS } from '@millrace/telemetry';
import { afterEach, describe, expect, it } from 'vitest';
import { KillLoop } from './kill-loop.js';
import { processesWith } from './left-processes.js';
import { StandaloneProcess } from './standalone-process.js';

/** `npm run proof` asks for more. */
const KILLS = Number(process.env.MILLRACE_KILLS ?? 10);
const SEED = Number(process.env.MILLRACE_SEED ?? 20261121);

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
    const { wrong, check } = await loop.runThroughFailpoint();

    expect(wrong).toEqual([]);
    expect(check.violations).toEqual([]);
    expect(processesWith(standalone.folder)).toEqual([]);
  });
});
