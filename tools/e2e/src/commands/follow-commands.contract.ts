import { routes } from '@millrace/api-contract';
import { describe, expect, it } from 'vitest';
import { untilEnded } from '../client-steps.js';
import { untilEvent } from '../follow.js';
import { talkative } from '../sample-workflows.js';
import type { CommandWorld } from './command-world.js';

export function followCommands(world: CommandWorld): void {
  const { millrace } = world;

  describe('run pause', () => {
    it('pauses a run until run resume; either is 7 the second time', async () => {
      const { run, gate } = await world.gated();
      const paused = [await millrace.run('run', 'pause', run), await millrace.run('run', 'pause', run)];
      gate.open();
      await untilEvent(world.client, run, 'RunPaused');
      const resumed = await millrace.run('run', 'resume', run, '-o', 'json');
      const { state } = await untilEnded(world.client, run);

      expect(paused.map(({ code }) => code)).toEqual([0, 7]);
      expect(paused[0]?.err).toContain(`millrace run watch ${run}`);
      expect([resumed.code, JSON.parse(resumed.out)]).toMatchObject([0, { run, state: 'accepted' }]);
      expect(state).toBe('succeeded');
      expect(await millrace.run('run', 'resume', run)).toMatchObject({ code: 7, out: '' });
    });
  });

  describe('run stop', () => {
    it('stops a run with a reason; one that has ended is 7', async () => {
      const { run } = await world.gated();
      const stopped = await millrace.run('run', 'stop', run, '--reason', 'night is over', '-o', 'name');
      const ended = await untilEnded(world.client, run);
      const again = await millrace.run('run', 'stop', run);

      expect([stopped.code, stopped.out]).toEqual([0, `${run}\n`]);
      expect(ended).toMatchObject({ state: 'stopped', reason: 'night is over' });
      expect([again.code, again.err]).toEqual([7, expect.stringContaining('RUN_ENDED')]);
    });
  });

  describe('run logs', () => {
    it('gives the whole log as it was written, and with --tail its last lines', async () => {
      const run = await world.ended(talkative(1500));
      const whole = await millrace.run('run', 'logs', run, 'talk');
      const tail = await millrace.run('run', 'logs', run, 'talk', '--tail', '2');

      expect([whole.code, whole.err]).toEqual([0, '']);
      expect(whole.out).toBe(Array.from({ length: 1500 }, (_, index) => `line ${index + 1}\n`).join(''));
      expect(tail.out).toBe('line 1499\nline 1500\n');
    });

    it('--follow goes on until the log is complete, and is 130 at Ctrl-C', async () => {
      const { run, gate } = await world.gated();
      const following = millrace.start('run', 'logs', run, 'wait', '--follow');
      const leaving = millrace.start('run', 'logs', run, 'wait', '--follow', '--attempt', '1');
      await Promise.all([following.said('one'), leaving.said('one')]);
      leaving.signal('SIGINT');
      const left = await leaving.ended;
      gate.open();

      expect([left.code, left.out]).toEqual([130, 'one\n']);
      expect(await following.ended).toMatchObject({ code: 0, out: 'one\ntwo\n' });
    });

    it('is 6 for a task and for an attempt that is not there', async () => {
      const task = await millrace.run('run', 'logs', world.finished, 'nobody');
      const attempt = await millrace.run('run', 'logs', world.finished, 'tell', '--attempt', '9');

      expect([task.code, task.err]).toEqual([6, expect.stringContaining('UNKNOWN_TASK')]);
      expect([attempt.code, attempt.err]).toEqual([6, expect.stringContaining('UNKNOWN_ATTEMPT')]);
    });
  });

  describe('run events', () => {
    it('goes on after --after, and tells where more begin', async () => {
      const { items } = await world.client.call(routes.listRunEvents, { params: { run: world.finished } });
      const first = await millrace.run('run', 'events', world.finished, '--limit', '1', '-o', 'jsonl');
      const after = /--after (\d+)/.exec(first.err)?.[1] ?? '';
      const rest = await millrace.run('run', 'events', world.finished, '--after', after, '-o', 'jsonl');

      expect(
        `${first.out}${rest.out}`
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown),
      ).toEqual(items);
    });

    it('--follow goes on until the run has ended, and is 130 at Ctrl-C', async () => {
      const { run, gate } = await world.gated();
      const following = millrace.start('run', 'events', run, '--follow', '-o', 'json');
      const leaving = millrace.start('run', 'events', run, '--follow');
      await Promise.all([following.said('AttemptRunning'), leaving.said('AttemptRunning')]);
      leaving.signal('SIGINT');
      const left = await leaving.ended;
      gate.open();
      const { code, out } = await following.ended;

      expect(left.code).toBe(130);
      expect(code).toBe(0);
      expect(JSON.parse(out.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ type: 'RunSucceeded' });
    });
  });
}
