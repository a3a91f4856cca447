import { describe, expect, it, vi } from 'vitest';
import type { RunCommand } from '../processes/run-command.js';
import { Compose } from './compose.js';

const runWith = (answer: (args: readonly string[]) => boolean) =>
  vi.fn<RunCommand>(async (_program, args) => ({ ok: answer(args), output: 'first\nlast line\n' }));

const wordsOf = (run: ReturnType<typeof runWith>) => run.mock.lastCall?.[1].join(' ');

describe('containers', () => {
  it('are not to be had without compose, or without a daemon', async () => {
    const noCompose = new Compose(runWith(([first]) => first !== 'compose'));
    const noDaemon = new Compose(runWith(([first]) => first !== 'info'));

    expect(await noCompose.unusable()).toBe('no container engine with compose (last line)');
    expect(await noDaemon.unusable()).toBe('the container engine does not run (last line)');
    expect(await new Compose(runWith(() => true)).unusable()).toBeUndefined();
  });

  it('are started in a project of the clone, on the ports they are given, until they are healthy', async () => {
    const run = runWith(() => true);

    await new Compose(run, '/clone').up({ kafka: 1, redis: 2 });

    expect(wordsOf(run)).toMatch(
      /^compose -p millrace-[0-9a-f]{8} -f \/clone\/docker-compose.yml up --detach --wait --no-deps kafka redis$/,
    );
    expect(run.mock.lastCall?.[2]).toEqual({
      env: { MILLRACE_STACK_KAFKA_PORT: '1', MILLRACE_STACK_REDIS_PORT: '2' },
    });
  });

  it('belong to another project in another clone', async () => {
    const [one, other] = [runWith(() => true), runWith(() => true)];

    await new Compose(one, '/one').up({ redis: 1 });
    await new Compose(other, '/other').up({ redis: 1 });

    expect(one.mock.lastCall?.[1][2]).not.toBe(other.mock.lastCall?.[1][2]);
  });

  it('are stopped with their data kept, or removed with it', async () => {
    const run = runWith(() => true);
    const compose = new Compose(run);

    await compose.down(['redis'], { wipe: false });
    expect(wordsOf(run)).toMatch(/ stop redis$/);

    await compose.down(['redis'], { wipe: true });
    expect(wordsOf(run)).toMatch(/ rm --stop --force --volumes redis$/);
  });

  it('say why they did not start', async () => {
    expect(await new Compose(runWith(() => false)).up({ redis: 1 })).toBe('last line');
  });
});
