import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MillraceClient } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import { expect, it } from 'vitest';
import { decisionsOf } from './accepted-events.js';
import type { AcceptedEvent } from './accepted-events.js';
import { refusal } from './api-probe.js';
import { apply, start } from './client-steps.js';
import { onCluster } from './columns.js';
import { CONDUCTED, conduct } from './conducted-workflows.js';
import { untilEvent } from './follow.js';
import type { RunningSystem } from './running-system.js';
import { StandaloneProcess } from './standalone-process.js';

const WAIT = { waitSeconds: 10 };

/** What the same commands led to. */
interface Told {
  /** Events by what was done. */
  readonly events: Readonly<Record<string, readonly AcceptedEvent[]>>;
  readonly rejected: readonly string[];
  /** Codes that were answered, in the order of the requests. */
  readonly problems: readonly string[];
}

/** Sends the commands, each when the one before has had its effect, and reads the log afterwards. */
async function performOn(system: RunningSystem): Promise<Told> {
  const client = await system.start();
  const gates = join(system.folder, 'gates');
  mkdirSync(gates);
  const { runs, problems } = await sendAll(client, gates);
  await system.stop();
  const source = await system.openLog();
  const { runs: byRun, rejected } = await decisionsOf(source, system.folder);
  await source.close();
  const events = Object.entries(runs).map(([name, run]) => [name, byRun.get(run) ?? []]);
  return { events: Object.fromEntries(events) as Told['events'], rejected, problems };
}

/** Gives the runs by what was done, and the codes with which requests were refused. */
async function sendAll(
  client: MillraceClient,
  gates: string,
): Promise<{ readonly runs: Readonly<Record<string, string>>; readonly problems: readonly string[] }> {
  const begin = async (text: string, params: object = {}): Promise<string> =>
    start(client, await apply(client, text), { params: { gates, ...params } });
  const change = (
    route: typeof routes.stopRun | typeof routes.pauseRun | typeof routes.resumeRun,
    run: string,
  ) => client.call(route, { params: { run }, body: { reason: 'the night is over' } }, WAIT);
  const whole = async (text: string, params: object = {}): Promise<string> => {
    const run = await begin(text, params);
    await conduct(client, { run, gates });
    return run;
  };

  const withParams = await whole(CONDUCTED.params, { day: 'monday', least: 5 });
  const flaky = await whole(CONDUCTED.flaky);
  const doomed = await whole(CONDUCTED.doomed);
  const fanOut = await whole(CONDUCTED.fanOut);

  const paused = await begin(CONDUCTED.pair);
  await untilEvent(client, paused, 'AttemptRunning first');
  await change(routes.pauseRun, paused);
  const ending = conduct(client, { run: paused, gates });
  await untilEvent(client, paused, 'RunPaused');
  await change(routes.resumeRun, paused);
  await ending;

  const stopped = await begin(CONDUCTED.pair);
  await untilEvent(client, stopped, 'AttemptRunning first');
  await change(routes.stopRun, stopped);
  await conduct(client, { run: stopped, gates, hold: 'first' });

  const problems = [
    await refusal(begin(CONDUCTED.params, { least: 'many' })),
    await refusal(change(routes.pauseRun, stopped)),
  ];
  const refused = await begin(CONDUCTED.pair);
  await untilEvent(client, refused, 'AttemptRunning first');
  problems.push(await refusal(change(routes.resumeRun, refused)));
  await conduct(client, { run: refused, gates });
  const runs = { withParams, flaky, doomed, fanOut, paused, stopped, refused };
  return { runs, problems: problems.map(({ code }) => code) };
}

onCluster('the same commands as on standalone', (column) => {
  it('give the same accepted events in the same order for every run, and are rejected for the same reasons', async ({
    onTestFinished,
  }) => {
    const [standalone, cluster] = [StandaloneProcess.create(['--slots', '1']), column.create({ slots: 1 })];
    onTestFinished(() => standalone.remove());
    onTestFinished(() => cluster.remove());
    const [onSqlite, onKafka] = [await performOn(standalone), await performOn(cluster)];

    for (const [name, events] of Object.entries(onSqlite.events)) {
      expect(events.at(-1)?.type, name).toMatch(/^Run(Succeeded|Failed|Stopped)$/);
      expect(onKafka.events[name], name).toEqual(events);
    }
    expect(onSqlite.rejected).toEqual([
      'PauseRun UNKNOWN_RUN',
      'ResumeRun ALREADY_DONE',
      'StartRun INVALID_PARAMETERS',
    ]);
    expect(onKafka.rejected).toEqual(onSqlite.rejected);
    expect(onSqlite.problems).toEqual(['INVALID_PARAMETERS', 'RUN_ENDED', 'ALREADY_DONE']);
    expect(onKafka.problems).toEqual(onSqlite.problems);
  });
});
