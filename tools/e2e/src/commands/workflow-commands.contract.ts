import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { apply } from '../client-steps.js';
import { QUICK, tiny } from '../sample-workflows.js';
import type { CommandWorld } from './command-world.js';

const INVALID = 'apiVersion: v1\nkind: Workflow\nname: invalid\ntasks:\n  a: { type: shel }\n';

export function workflowCommands(world: CommandWorld): void {
  describe('workflow validate', () => {
    it('is 0 for good files, 8 when one of them is bad, with places and hints on stderr', async () => {
      const [good, bad] = [world.file('good.yaml', QUICK), world.file('bad.yaml', INVALID)];
      const fine = await world.millrace.run('workflow', 'validate', good);
      const mixed = await world.millrace.run('workflow', 'validate', good, bad);

      expect([fine.code, fine.err]).toEqual([0, '']);
      expect(mixed.code).toBe(8);
      expect(mixed.out).toContain('✖ invalid');
      expect(mixed.err).toBe(
        "bad.yaml:5:14: UNKNOWN_TASK_TYPE There is no task type 'shel'.\n" +
          "  hint: did you mean 'shell'? Task types: switch, conditions, noop, shell, python, http\n",
      );
    });

    it('takes a file from stdin, and needs no server', async () => {
      const alone = world.elsewhere();
      const { code, out } = await alone.runWith(QUICK, 'workflow', 'validate', '-', '-o', 'json');

      expect([code, JSON.parse(out)]).toMatchObject([0, { valid: true, name: 'quick' }]);
      expect(readdirSync(world.cwd).filter((name) => name.startsWith('millrace-exec-'))).toEqual([]);
    });
  });

  describe('workflow apply', () => {
    it('publishes, says unchanged, publishes the next, and with --dry-run nothing', async () => {
      const first = await world.millrace.run('workflow', 'apply', world.file('a.yaml', tiny('applied')));
      const again = await world.millrace.run('workflow', 'apply', 'a.yaml');
      const dry = await world.millrace.run(
        'workflow',
        'apply',
        world.file('b.yaml', tiny('applied', 'default', 'b')),
        '--dry-run',
      );
      const next = await world.millrace.run('workflow', 'apply', 'b.yaml', '-o', 'json');

      expect([first, again, dry, next].map(({ code }) => code)).toEqual([0, 0, 0, 0]);
      expect([first.out, again.out]).toEqual([
        expect.stringMatching(/default\/applied +1 +created/),
        expect.stringMatching(/default\/applied +1 +unchanged/),
      ]);
      expect(dry.err).toContain('dry run');
      expect(JSON.parse(next.out)).toMatchObject({ version: 2, unchanged: false });
    });

    it('publishes none of several files when one is bad (8), and is 2 for a file that is not there', async () => {
      const mixed = await world.millrace.run(
        'workflow',
        'apply',
        world.file('new.yaml', tiny('half')),
        world.file('bad.yaml', INVALID),
      );

      expect(mixed.code).toBe(8);
      expect((await world.millrace.run('workflow', 'get', 'half')).code).toBe(6);
      expect(await world.millrace.run('workflow', 'apply', 'no-such.yaml')).toMatchObject({
        code: 2,
        out: '',
      });
    });
  });

  describe('workflow get', () => {
    it('--source gives the file as it was given, --version an older one', async () => {
      const { out } = await world.millrace.run('workflow', 'get', 'applied', '--version', '1', '--source');

      expect(out).toBe(tiny('applied'));
    });

    it('is 6 for a workflow and for a version that is not there', async () => {
      const workflow = await world.millrace.run('workflow', 'get', 'nobody');
      const version = await world.millrace.run('workflow', 'get', 'applied', '--version', '99');

      expect([workflow.code, workflow.err]).toEqual([6, expect.stringContaining('UNKNOWN_WORKFLOW')]);
      expect([version.code, version.err]).toEqual([6, expect.stringContaining('UNKNOWN_VERSION')]);
    });
  });

  describe('workflow graph', () => {
    it('shows the tasks from those without needs onwards, by --version of an older one', async () => {
      await apply(world.client, QUICK);
      const { code, out } = await world.millrace.run('workflow', 'graph', 'quick', '--version', '1');

      expect(code).toBe(0);
      expect(out).toMatch(/^LEVEL +TASK[^\n]*\n0 +first +noop[^\n]*\n1 +second +noop +first/);
    });
  });
}
