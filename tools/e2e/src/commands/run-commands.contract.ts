import { routes } from '@millrace/api-contract';
import { describe, expect, it } from 'vitest';
import { apply, getRun, untilEnded } from '../client-steps.js';
import { Gate } from '../gate.js';
import { GATED, tiny } from '../sample-workflows.js';
import type { CommandWorld } from './command-world.js';

const NO_RUN = '0198f000-0000-8001-8000-000000000001';

export function runCommands(world: CommandWorld): void {
  describe('run start', () => {
    it('gives the id of the run, with parameters from -p and a file', async () => {
      world.file('params.yaml', 'region: eu\ncount: 7\n');
      const { code, out } = await world.millrace.run(
        'run',
        'start',
        'typed',
        '--params-file',
        'params.yaml',
        '-p',
        'region=us',
        '-o',
        'name',
      );
      const run = await untilEnded(world.client, out.trim());

      expect(code).toBe(0);
      expect(run).toMatchObject({ trigger: 'cli', params: { region: 'us', count: 7 } });
    });

    it('starts the newest version, by --version an older one', async () => {
      await apply(world.client, tiny('versions'));
      await apply(world.client, tiny('versions', 'default', 'the second'));
      const newest = await world.millrace.run('run', 'start', 'versions', '--wait', '-o', 'json');
      const older = await world.millrace.run(
        'run',
        'start',
        'versions',
        '--version',
        '1',
        '--wait',
        '-o',
        'json',
      );

      expect([newest, older].map(({ out }) => (JSON.parse(out) as { version: number }).version)).toEqual([
        2, 1,
      ]);
    });

    it('--watch shows progress on stderr and the run on stdout; a failed one is 3 and names what to type next', async () => {
      const fine = await world.millrace.run(
        'run',
        'start',
        'typed',
        '-p',
        'region=eu',
        '--watch',
        '-o',
        'json',
      );
      const bad = await world.millrace.run('run', 'start', 'broken', '--watch');

      expect([fine.code, JSON.parse(fine.out)]).toMatchObject([0, { state: 'succeeded' }]);
      expect(fine.err).toContain('tell ● running');
      expect(bad.code).toBe(3);
      expect(bad.err).toMatch(/the disk is gone[\s\S]*Next: millrace run logs \S+ breaks/);
    });

    it('--wait=<seconds> is 4 when they have passed: the run goes on', async () => {
      await apply(world.client, GATED);
      const gate = new Gate(world.folder);
      const { code, err } = await world.millrace.run(
        'run',
        'start',
        'gated',
        '-p',
        `gate=${gate.path}`,
        '--wait=0.1',
      );
      const run = /run (\S+) goes on/.exec(err)?.[1] ?? '';
      const state = (await getRun(world.client, run)).state;
      gate.open();

      expect([code, state]).toEqual([4, 'running']);
    });

    it('starts one run for an --idempotency-key, and is 7 for the key with other parameters', async () => {
      const begin = (region: string) =>
        world.millrace.run(
          'run',
          'start',
          'typed',
          '-p',
          `region=${region}`,
          '--idempotency-key',
          'typed-once',
          '-o',
          'name',
        );
      const [first, again, other] = [await begin('eu'), await begin('eu'), await begin('us')];

      expect([first.code, again.out]).toEqual([0, first.out]);
      expect([other.code, other.out]).toEqual([7, '']);
      expect(other.err).toContain('IDEMPOTENCY_CONFLICT');
    });

    it('is 8 for bad parameters, and tells which', async () => {
      const missing = await world.millrace.run('run', 'start', 'typed');
      const wrong = await world.millrace.run('run', 'start', 'typed', '-p', 'region=eu', '-p', 'count=many');

      expect([missing.code, missing.err]).toEqual([8, expect.stringContaining('region')]);
      expect([wrong.code, wrong.err]).toEqual([8, expect.stringContaining('count')]);
    });
  });

  describe('run watch', () => {
    it('gives the end of the run as its exit code: 0 succeeded, 3 failed, 5 stopped', async () => {
      const { run } = await world.gated();
      const watching = world.millrace.start('run', 'watch', run);
      await watching.said('running');
      const stop = await world.millrace.run('run', 'stop', run, '--reason', 'no longer wanted');

      expect([stop.code, (await watching.ended).code]).toEqual([0, 5]);
      expect((await world.millrace.run('run', 'watch', world.finished)).code).toBe(0);
      expect((await world.millrace.run('run', 'watch', world.failed)).code).toBe(3);
    });

    it('is 130 at Ctrl-C, and the run goes on', async () => {
      const { run, gate } = await world.gated();
      const watching = world.millrace.start('run', 'watch', run);
      await watching.said('running');
      watching.signal('SIGINT');
      const { code, err } = await watching.ended;

      expect([code, err]).toEqual([130, expect.stringContaining(`run ${run} goes on`)]);
      expect((await getRun(world.client, run)).state).toBe('running');
      gate.open();
    });
  });

  describe('run get', () => {
    it('shows a run with its tasks to people, takes @latest, and tells what to type next', async () => {
      const { out, err } = await world.millrace.run('run', 'get', world.failed);
      const latest = await world.millrace.run('run', 'get', '@latest', '-o', 'name');

      expect(out).toMatch(/State +✖ failed[\s\S]*breaks +shell +✖ failed/);
      expect(err).toContain(`Next: millrace run logs ${world.failed} breaks`);
      expect(latest.out.trim()).toBe(
        (await world.client.call(routes.listRuns, { query: { limit: 1 } })).items[0]?.id,
      );
    });

    it('is 6 for a run that is not there', async () => {
      const { code, out, err } = await world.millrace.run('run', 'get', NO_RUN);

      expect([code, out, err]).toEqual([6, '', expect.stringContaining('UNKNOWN_RUN')]);
    });
  });

  describe('run list', () => {
    it('takes filters, and tells where more begin', async () => {
      const broken = await world.millrace.run(
        'run',
        'list',
        '--workflow',
        'broken',
        '--state',
        'failed',
        '-o',
        'name',
      );
      const first = await world.millrace.run('run', 'list', '--limit', '1', '-o', 'name');
      const cursor = /--cursor (\S+)/.exec(first.err)?.[1] ?? '';
      const second = await world.millrace.run(
        'run',
        'list',
        '--limit',
        '1',
        '--cursor',
        cursor,
        '-o',
        'name',
      );

      expect(broken.out).toContain(world.failed);
      expect(broken.out).not.toContain(world.finished);
      expect(first.out.trim()).not.toBe(second.out.trim());
      expect(await world.millrace.run('run', 'list', '--state', 'nope')).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringMatching(/'nope' is no state of a run\.\n.*queued, running/),
      });
    });
  });
}
