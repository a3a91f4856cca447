import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routes } from '@millrace/api-contract';
import { checkLog, coldRuns, invariants } from '@millrace/checker';
import { afterEach, describe, expect, it } from 'vitest';
import { allAnswers } from './all-answers.js';
import { ApiProbe } from './api-probe.js';
import { apply, applyFile, getRun, start, taskRuns, untilEnded } from './client-steps.js';
import type { SystemOptions } from './columns.js';
import { onBothColumns, onCluster } from './columns.js';
import { CommandLine } from './command-line.js';
import { allEvents, untilEvent, untilLine } from './follow.js';
import { Gate } from './gate.js';
import { leftOf, processesWith } from './left-processes.js';
import { BROKEN, DEAF, GATED, QUICK, RETRYING, TYPED, gateOf, talkative } from './sample-workflows.js';
import { untilProjected } from './server-signs.js';
import { REPOSITORY } from './repository.js';
import type { RunningSystem } from './running-system.js';
import { StandaloneProcess } from './standalone-process.js';

/** Starts the system, and a run whose task has written its first line and waits at a gate. */
async function gatedOn(system: RunningSystem, text: string) {
  const client = await system.start();
  const gate = new Gate(system.folder);
  const run = await start(client, await apply(client, text), gateOf(gate));
  await untilLine(client, { run, task: 'wait' }, 'one');
  return { client, gate, run };
}

/** An `exec` whose task waits at a gate; its folder is removed when the test is over. */
async function executing(text: string, after: (clean: () => void) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-exec-e2e-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const gate = new Gate(folder);
  writeFileSync(join(folder, 'w.json'), text);
  const command = new CommandLine(folder, () => ({ TMPDIR: folder })).start(
    'exec',
    'w.json',
    '-p',
    `gate=${gate.path}`,
    '-o',
    'json',
  );
  await command.said('wait ● running');
  return { command, gate, folder };
}

/** What private engines left in a folder for temporary files. */
function leftIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.startsWith('millrace-exec-'));
}

onBothColumns('a system', (column) => {
  let system: RunningSystem;

  afterEach(() => system.remove());

  /** The same on a new one. */
  const gated = (text: string, options: SystemOptions = {}) => {
    system = column.create(options);
    return gatedOn(system, text);
  };

  const attemptsOf = async (run: string) => {
    const tasks = await taskRuns(ApiProbe.of(system).client, run);
    return tasks.map(({ task, attempts }) => [task, ...attempts.map(({ state }) => state)]);
  };

  describe('told to end (SIGTERM)', () => {
    it('lets what runs end within its drain time, then ends (0); the run goes on at the next start', async () => {
      const { gate, run } = await gated(GATED, { drainSeconds: 60 });
      const ending = system.stop();
      await system.untilEnding();
      gate.open();

      expect(await ending).toBe(0);
      expect(processesWith(system.folder)).toEqual([]);
      const { state } = await untilEnded(await system.start(), run);
      expect(state).toBe('succeeded');
      expect(await attemptsOf(run)).toEqual([
        ['wait', 'succeeded'],
        ['after', 'succeeded'],
      ]);
    });

    it('ends what still runs after its drain time (0), and runs that attempt again at the next start', async () => {
      const { gate, run } = await gated(GATED, { drainSeconds: 0 });

      expect(await system.stop()).toBe(0);
      expect(processesWith(system.folder)).toEqual([]);
      const client = await system.start();
      await untilLine(client, { run, task: 'wait', attempt: 2 }, 'one');
      gate.open();
      expect((await untilEnded(client, run)).state).toBe('succeeded');
      expect(await attemptsOf(run)).toEqual([
        ['wait', 'lost', 'succeeded'],
        ['after', 'succeeded'],
      ]);
    });
  });

  describe('told to end twice (SIGINT)', () => {
    it('does not wait for its drain time: it ends what runs, then itself (0)', async () => {
      await gated(GATED, { drainSeconds: 3600 });
      const ending = system.stop('SIGINT');
      await system.untilEnding();
      await system.stop('SIGINT');

      expect(await ending).toBe(0);
      expect(processesWith(system.folder)).toEqual([]);
    }, 30_000);
  });

  describe('killed (SIGKILL) amid a run that somebody follows', () => {
    it('comes back, kills what it left, and the stream goes on with every event once', async () => {
      const { gate, run } = await gated(GATED);
      const { client } = ApiProbe.of(system);
      const following = allEvents(client, run);
      await untilEvent(client, run, 'AttemptRunning wait');
      await system.kill();
      await system.start();
      await untilLine(client, { run, task: 'wait', attempt: 2 }, 'one');
      gate.open();
      const events = await following;

      expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['AttemptLost', 'RunSucceeded']));
      expect(events).toEqual(await allEvents(client, run));
      expect(processesWith(system.folder)).toEqual([]);
    });
  });

  describe('started again', () => {
    /** Runs of all kinds: ended in every way, paused, waiting for a retry, and with outputs and long logs. */
    async function filled() {
      const { client, gate, run } = await gated(GATED, { drainSeconds: 0 });
      await client.call(routes.pauseRun, { params: { run }, body: {} }, { waitSeconds: 10 });
      gate.open();
      await untilEvent(client, run, 'RunPaused');
      const retrying = await start(client, await apply(client, RETRYING));
      await untilEvent(client, retrying, 'TaskRetrying fails');
      for (const text of [QUICK, BROKEN, talkative(1200)]) {
        await untilEnded(client, await start(client, await apply(client, text)));
      }
      await untilEnded(client, await start(client, await apply(client, TYPED), { params: { region: 'eu' } }));
      for (const name of ['branch', 'clean-up', 'python-and-shell']) {
        await untilEnded(
          client,
          await start(client, await applyFile(client, join(REPOSITORY, `examples/${name}.yaml`))),
        );
      }
      await untilProjected(client);
      return client;
    }

    const rowsHash = async () => {
      const store = await system.readModel().openProjectionStore();
      try {
        return await store.rowsHash();
      } finally {
        await store.close();
      }
    };
    const again = async () => {
      await system.start();
      const { client } = ApiProbe.of(system);
      await untilProjected(client);
      return client;
    };

    it('answers every GET as before, also with a read model made anew; the log folds to the same from nothing', async () => {
      const before = await allAnswers(await filled());
      await system.stop();
      const hash = await rowsHash();
      const after = await allAnswers(await again());
      await system.stop();
      await system.removeReadModel();
      const anew = await allAnswers(await again());
      await system.stop();

      expect(before.runs).toHaveLength(9);
      expect(after).toEqual(before);
      expect(anew).toEqual(before);
      expect(await rowsHash()).toBe(hash);

      const source = await system.openLog();
      const cold = await coldRuns(source);
      // Some of the runs go on: they are not at rest.
      const { violations } = await checkLog(source, {
        invariants: invariants.filter(({ name, onRequest }) => !onRequest && name !== 'I14'),
      });
      await source.close();
      const told = before.runs.map(({ run: { id, state, round }, tasks }) => {
        return { id, state, round, tasks: Object.fromEntries(tasks.map((one) => [one.task, one.state])) };
      });
      expect(told.map(({ id }) => cold.get(id))).toEqual(told);
      expect(cold.size).toBe(told.length);
      expect(violations).toEqual([]);
    });
  });
});

describe('a standalone process whose standard input closes (--exit-with-parent)', () => {
  it('ends as if it were told to (0)', async ({ onTestFinished }) => {
    const standalone = StandaloneProcess.create(['--drain-seconds', '0']);
    onTestFinished(() => standalone.remove());
    await gatedOn(standalone, GATED);

    expect(await standalone.closeInput()).toBe(0);
    expect(processesWith(standalone.folder)).toEqual([]);
    expect(existsSync(join(standalone.folder, 'endpoint.json'))).toBe(false);
  });
});

describe('exec', () => {
  it('stops its run at Ctrl-C: 130 with the result, its engine and its folder gone', async ({
    onTestFinished,
  }) => {
    const { command, folder } = await executing(GATED, onTestFinished);
    command.signal('SIGINT');
    const { code, out } = await command.ended;

    expect(code).toBe(130);
    expect(JSON.parse(out)).toMatchObject({
      run: { state: 'stopped' },
      taskRuns: [
        { task: 'wait', state: 'killed' },
        { task: 'after', state: 'skipped' },
      ],
    });
    expect(processesWith(folder)).toEqual([]);
    expect(leftIn(folder)).toEqual([]);
  });

  it('leaves no engine, no task and no folder behind when it is killed: the standard input of the engine closes', async ({
    onTestFinished,
  }) => {
    const { command, folder } = await executing(GATED, onTestFinished);
    command.signal('SIGKILL');
    await command.ended;

    expect(await leftOf(folder)).toEqual([]);
    expect(leftIn(folder)).toEqual([]);
  });
});

/** Its attempt ends ten seconds after it was asked to, and is begun again. */
async function deafRunsAgain(system: RunningSystem): Promise<void> {
  const { run } = await gatedOn(system, DEAF);
  const code = await system.stop();
  const left = processesWith(system.folder);
  const client = await system.start();
  await untilLine(client, { run, task: 'wait', attempt: 2 }, 'one');

  expect([code, left]).toEqual([0, []]);
  expect((await getRun(client, run)).state).toBe('running');
}

/** The first waits the ten seconds between TERM and KILL; the second signal leaves no such grace. */
describe.concurrent('a task that does not heed TERM, on standalone', () => {
  it('is killed when the process is told to end, leaves nothing running, and runs again at the next start', async ({
    onTestFinished,
  }) => {
    const standalone = StandaloneProcess.create(['--drain-seconds', '0']);
    onTestFinished(() => standalone.remove());
    await deafRunsAgain(standalone);
  });

  it('does not outlive an exec that ends at the second Ctrl-C: 130 without a result, engine and folder gone', async ({
    onTestFinished,
  }) => {
    const { command, folder } = await executing(DEAF, onTestFinished);
    command.signal('SIGINT');
    await command.said('Ctrl-C again');
    command.signal('SIGINT');
    const { code, out } = await command.ended;

    expect([code, out]).toEqual([130, '']);
    expect(processesWith(folder)).toEqual([]);
    expect(leftIn(folder)).toEqual([]);
  });
});

onCluster('a task that does not heed TERM', (column) => {
  it('is killed when the worker is told to end, leaves nothing running, and runs again at the next start', async ({
    onTestFinished,
  }) => {
    const system = column.create({ drainSeconds: 0 });
    onTestFinished(() => system.remove());
    await deafRunsAgain(system);
  });
});
