import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CommandWorld } from './command-world.js';

/** What an operator of a cluster types. */
export function clusterCommands(world: CommandWorld): void {
  const { millrace } = world;
  const settings = ['--config', join(world.folder, 'config.yaml')];

  describe('topics', () => {
    it('diff and apply find nothing to do beside a cluster that is well (0)', async () => {
      const diff = await millrace.run('topics', 'diff', ...settings);
      const apply = await millrace.run('topics', 'apply', ...settings, '-o', 'json');

      expect(diff).toEqual({ code: 0, out: 'All topics are as the catalogue has them.\n', err: '' });
      expect(apply).toEqual({ code: 0, out: '[]\n', err: '' });
    });

    it('diff is 1 where no broker answers, and tells which were asked', async () => {
      const text = '{ kafka: { brokers: ["127.0.0.1:1"] } }';
      const unreachable = await millrace.run('topics', 'diff', '--config', world.file('nowhere.yaml', text));

      expect([unreachable.code, unreachable.out]).toEqual([1, '']);
      expect(unreachable.err).toContain('127.0.0.1:1');
    });
  });

  describe('serve', () => {
    it('runs a service until it is told to end (0)', async () => {
      const logger = millrace.start('serve', 'logger', ...settings);
      await logger.said('"ready":true');
      logger.signal('SIGTERM');

      expect(await logger.ended).toMatchObject({ code: 0, err: '' });
    });

    it('is 2 for settings that are missing or none, and tells all of them', async () => {
      const file = world.file('wrong.yaml', '{ kafka: { brokers: [here], prefx: x } }');
      const { code, out, err } = await millrace.run('serve', 'worker', '--config', file);

      expect([code, out]).toEqual([2, '']);
      for (const name of ['kafka.brokers', 'prefx', 'worker.folder', 'redis']) expect(err).toContain(name);
    });

    it('is 2 for a service that is none', async () => {
      expect(await millrace.run('serve', 'mistress')).toMatchObject({ code: 2, out: '' });
    });
  });
}
