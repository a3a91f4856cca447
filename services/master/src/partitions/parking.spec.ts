import { definitionHash } from '@millrace/dag';
import { workflow } from '@millrace/dag/testing';
import type { CommandMessage } from '@millrace/events';
import { beforeEach, describe, expect, it } from 'vitest';
import { MasterWorld, TWO_TASKS } from '../../testing/master-world.js';
import { TestMaster } from '../../testing/test-master.js';

const MINUTE_MS = 60_000;

/** Another content of the same workflow, which nobody has published yet. */
const NEXT = { ...workflow({ a: [], c: ['a'] }), name: TWO_TASKS.name };

let world: MasterWorld;
let master: TestMaster;

beforeEach(async () => {
  world = await MasterWorld.create();
  master = await new TestMaster(world).start(0);
});

/** A start that names what the catalogue does not have. */
async function sendEarly(named: object = { definition: definitionHash(NEXT) }): Promise<CommandMessage> {
  const run = world.runId();
  const data = { run, project: TWO_TASKS.project, workflow: TWO_TASKS.name, ...named };
  const text = world.command('StartRun', run, { data });
  await world.send(0, text);
  await world.settle();
  return JSON.parse(text) as CommandMessage;
}

function publishNext(): void {
  const definition = definitionHash(NEXT);
  world.catalogue.apply({ kind: 'definition', hash: definition, definition: NEXT, source: '' });
  const first = world.catalogue.workflow(TWO_TASKS.project, TWO_TASKS.name)?.versions ?? [];
  const versions = [...first, { version: 2, definition, publishedAt: 1 }];
  world.catalogue.apply({ kind: 'workflow', project: NEXT.project, workflow: NEXT.name, versions });
}

async function repliesTo({ id }: CommandMessage): Promise<readonly unknown[]> {
  return (await world.replies())
    .filter((reply) => reply.id === id)
    .map(({ accepted, code, duplicate }) => [accepted, code, duplicate]);
}

async function startedVersions(): Promise<readonly unknown[]> {
  const events = (await world.records()).flatMap((record) => record.events);
  return events
    .filter(({ type }) => type === 'RunStarted')
    .map(({ data }) => (data as { readonly version: number }).version);
}

describe('a command whose definition the catalogue does not have (L51)', () => {
  it('is parked and answered by nothing, while others go on', async () => {
    const early = await sendEarly();
    expect(await world.ask(0, world.startRun(world.runId()))).toMatchObject({ accepted: true });
    expect(await repliesTo(early)).toEqual([]);
    expect(await startedVersions()).toEqual([1]);
  });

  it.each([{ definition: definitionHash(NEXT) }, { version: 2 }])(
    'is decided when the catalogue brings it, and answered once: %o',
    async (named) => {
      const early = await sendEarly(named);
      publishNext();
      master.runner().wake();
      await world.reply(early.id);
      await world.settle();
      expect(await repliesTo(early)).toEqual([[true, undefined, false]]);
      expect(await startedVersions()).toEqual([2]);
    },
  );

  it('is rejected after a minute, with UNKNOWN_VERSION', async () => {
    const early = await sendEarly();
    world.clock.pass(MINUTE_MS - 1);
    master.timers.tick();
    await world.settle();
    expect(await repliesTo(early)).toEqual([]);
    world.clock.pass(1);
    master.timers.tick();
    await world.reply(early.id);
    expect(await repliesTo(early)).toEqual([[false, 'UNKNOWN_VERSION', false]]);
    expect(await startedVersions()).toEqual([]);
  });

  it('is known to the next owner, also from a snapshot', async () => {
    const early = await sendEarly();
    await master.stop();
    master = await new TestMaster(world, 'm2').start(0);
    await world.settle();
    await master.stop();
    expect((await world.all('snapshots')).filter(({ kind }) => kind === 'checkpoint')).toHaveLength(2);
    publishNext();
    master = await new TestMaster(world, 'm3').start(0);
    await world.reply(early.id);
    expect(await startedVersions()).toEqual([2]);
  });

  it('that is sent again meanwhile starts one run, and each is answered', async () => {
    const early = await sendEarly();
    await world.send(0, JSON.stringify(early));
    await world.settle();
    publishNext();
    master.runner().wake();
    await world.reply(early.id);
    await world.settle();
    expect(await repliesTo(early)).toEqual([
      [true, undefined, false],
      [true, undefined, true],
    ]);
    expect(await startedVersions()).toEqual([2]);
  });

  it('is the same command when it is sent again by one who knows a newer catalogue', async () => {
    const run = world.runId();
    const data = { run, project: TWO_TASKS.project, workflow: TWO_TASKS.name };
    const first = { ...data, definition: definitionHash(TWO_TASKS) };
    await world.ask(0, world.command('StartRun', run, { id: 'once', data: first }));
    publishNext();
    const again = world.command('StartRun', run, {
      id: 'once',
      data: { ...data, definition: definitionHash(NEXT) },
    });
    expect(await world.ask(0, again)).toMatchObject({ accepted: true, duplicate: true });
  });
});
