import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routes } from '@millrace/api-contract';
import { checkLog, coldRuns, invariants, openFolder } from '@millrace/checker';
import { READ_DATABASES } from '@millrace/persistence';
import { afterEach, describe, expect, it } from 'vitest';
import { allAnswers } from './all-answers.js';
import { ApiProbe } from './api-probe.js';
import { apply, applyFile, getRun, start, taskRuns, untilEnded } from './client-steps.js';
import { CommandLine } from './command-line.js';
import { readModelOf } from './data-folders.js';
import { allEvents, untilEvent, untilLine } from './follow.js';
import { Gate } from './gate.js';
import { leftOf, processesWith } from './left-processes.js';
import { BROKEN, DEAF, GATED, QUICK, RETRYING, TYPED, gateOf, talkative } from './sample-workflows.js';
import { untilClosed, untilProjected } from './server-signs.js';
import { REPOSITORY, StandaloneProcess } from './standalone-process.js';

/** Starts the process, and a run whose task has written its first line and waits at a gate. */
async function gatedOn(standalone: StandaloneProcess, text: string) {
  const client = await standalone.start();
  const gate = new Gate(standalone.folder);
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
  const command = new CommandLine(folder, { TMPDIR: folder }).start(
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

describe('a standalone process', () => {
  let standalone: StandaloneProcess;

  afterEach(() => standalone.remove());

  /** The same on a new folder. */
  const gated = (text: string, ...options: readonly string[]) => {
    standalone = StandaloneProcess.create(options);
    return gatedOn(standalone, text);
  };

  const attemptsOf = async (run: string) => {
    const tasks = await taskRuns(ApiProbe.of(standalone.folder).client, run);
    return tasks.map(({ task, attempts }) => [task, ...attempts.map(({ state }) => state)]);
  };

  describe('told to end (SIGTERM)', () => {
    it('lets what runs end within --drain-seconds, then ends (0); the run goes on at the next start', async () => {
      const { client, gate, run } = await gated(GATED, '--drain-seconds', '60');
      const ending = standalone.stop();
      await untilClosed(client);
      gate.open();

      expect(await ending).toBe(0);
      expect(processesWith(standalone.folder)).toEqual([]);
      const { state } = await untilEnded(await standalone.start(), run);
      expect(state).toBe('succeeded');
      expect(await attemptsOf(run)).toEqual([
        ['wait', 'succeeded'],
        ['after', 'succeeded'],
      ]);
    });

    it('ends what still runs after --drain-seconds (0), and runs that attempt again at the next start', async () => {
      const { gate, run } = await gated(GATED, '--drain-seconds', '0');

      expect(await standalone.stop()).toBe(0);
      expect(processesWith(standalone.folder)).toEqual([]);
      const client = await standalone.start();
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
    it('does not wait for --drain-seconds: it ends what runs, then itself (0)', async () => {
      const { client } = await gated(GATED, '--drain-seconds', '3600');
      const ending = standalone.stop('SIGINT');
      await untilClosed(client);
      await standalone.stop('SIGINT');

      expect(await ending).toBe(0);
      expect(processesWith(standalone.folder)).toEqual([]);
    }, 30_000);
  });

  describe('whose standard input closes (--exit-with-parent)', () => {
    it('ends as if it were told to (0)', async () => {
      await gated(GATED, '--drain-seconds', '0');

      expect(await standalone.closeInput()).toBe(0);
      expect(processesWith(standalone.folder)).toEqual([]);
      expect(existsSync(join(standalone.folder, 'endpoint.json'))).toBe(false);
    });
  });

  describe('killed (SIGKILL) amid a run that somebody follows', () => {
    it('comes back, kills what it left, and the stream goes on with every event once', async () => {
      const { gate, run } = await gated(GATED);
      const { client } = ApiProbe.of(standalone.folder);
      const following = allEvents(client, run);
      await untilEvent(client, run, 'AttemptRunning wait');
      await standalone.kill();
      await standalone.start();
      await untilLine(client, { run, task: 'wait', attempt: 2 }, 'one');
      gate.open();
      const events = await following;

      expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['AttemptLost', 'RunSucceeded']));
      expect(events).toEqual(await allEvents(client, run));
      expect(processesWith(standalone.folder)).toEqual([]);
    });
  });

  describe('started again on its folder', () => {
    /** Runs of all kinds: ended in every way, paused, waiting for a retry, and with outputs and long logs. */
    async function filled() {
      const { client, gate, run } = await gated(GATED, '--drain-seconds', '0');
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
      const store = await READ_DATABASES.sqlite(
        join(standalone.folder, 'read-model.db'),
      ).openProjectionStore();
      try {
        return await store.rowsHash();
      } finally {
        await store.close();
      }
    };
    const again = async () => {
      await standalone.start();
      const { client } = ApiProbe.of(standalone.folder);
      await untilProjected(client);
      return client;
    };

    it('answers every GET as before, also with a read model made anew; the log folds to the same from nothing', async () => {
      const before = await allAnswers(await filled());
      await standalone.stop();
      const hash = await rowsHash();
      const after = await allAnswers(await again());
      await standalone.stop();
      for (const name of readModelOf(standalone.folder)) rmSync(name);
      const anew = await allAnswers(await again());
      await standalone.stop();

      expect(before.runs).toHaveLength(9);
      expect(after).toEqual(before);
      expect(anew).toEqual(before);
      expect(await rowsHash()).toBe(hash);

      const source = openFolder(standalone.folder);
      const cold = await coldRuns(source);
      // Some of the runs go on: they are not at rest.
      const { violations } = await checkLog(source, {
        invariants: invariants.filter(({ name, onRequest }) => !onRequest && name !== 'I14'),
      });
      source.close();
      const told = before.runs.map(({ run: { id, state, round }, tasks }) => {
        return { id, state, round, tasks: Object.fromEntries(tasks.map((one) => [one.task, one.state])) };
      });
      expect(told.map(({ id }) => cold.get(id))).toEqual(told);
      expect(cold.size).toBe(told.length);
      expect(violations).toEqual([]);
    });
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

/** The first waits the ten seconds between TERM and KILL; the second signal leaves no such grace. */
describe.concurrent('a task that does not heed TERM', () => {
  it('is killed when the process is told to end, leaves nothing running, and runs again at the next start', async ({
    onTestFinished,
  }) => {
    const standalone = StandaloneProcess.create(['--drain-seconds', '0']);
    onTestFinished(() => standalone.remove());
    const { run } = await gatedOn(standalone, DEAF);
    const code = await standalone.stop();
    const left = processesWith(standalone.folder);
    const client = await standalone.start();
    await untilLine(client, { run, task: 'wait', attempt: 2 }, 'one');

    expect([code, left]).toEqual([0, []]);
    expect((await getRun(client, run)).state).toBe('running');
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
