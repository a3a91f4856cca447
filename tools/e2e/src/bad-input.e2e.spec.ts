import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routes } from '@millrace/api-contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiProbe, refusal } from './api-probe.js';
import { apply, start, untilEnded } from './client-steps.js';
import { BAD_FILES, TOO_LARGE_FILE } from './bad-files.js';
import { onBothColumns } from './columns.js';
import { CommandLine } from './command-line.js';
import { TYPED, talkative, tiny } from './sample-workflows.js';
import { stored } from './stored.js';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

onBothColumns('what is not as it should be', (column) => {
  const system = column.create();
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bad-'));
  const millrace = new CommandLine(folder, () => system.environment);
  let api: ApiProbe;
  let before: readonly string[];

  beforeAll(async () => {
    await system.start();
    api = ApiProbe.of(system);
    await apply(api.client, TYPED);
    await apply(api.client, tiny('bad'));
    await untilEnded(api.client, await start(api.client, await apply(api.client, talkative(2000))));
    before = await stored(api.client);
  });
  afterAll(async () => {
    await system.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const files = BAD_FILES.map((file, index) => ({ ...file, path: `bad-${index}.yaml` }));
  describe.concurrent.each(files)('a file that $what', ({ path, text, code, line, hint }) => {
    it('is refused by workflow apply (8) with its place and what to do', async () => {
      writeFileSync(join(folder, path), text);
      const { code: exit, out, err } = await millrace.run('workflow', 'apply', path);

      expect([exit, out]).toEqual([8, '']);
      expect(err).toMatch(new RegExp(`^${escaped(path)}:${line}:\\d+: ${code} .+`, 'm'));
      if (hint !== undefined) expect(err).toMatch(new RegExp(`^  hint: .*${escaped(hint)}`, 'm'));
    });

    it('is refused by the API (400) with the same, and nothing is stored', async () => {
      const params = { project: 'default', workflow: 'bad' };
      const problem = await refusal(api.client.call(routes.putWorkflow, { params, text, query: {} }));
      const told = problem.errors.find((error) => error.code === code);

      expect(problem).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
      expect(told).toMatchObject({
        line,
        column: expect.any(Number),
        ...(hint === undefined ? {} : { hint: expect.stringContaining(hint) }),
      });
      expect(await stored(api.client)).toEqual(before);
    });
  });

  describe('a file that is not UTF-8', () => {
    it('is refused with the place of its first wrong byte by workflow apply (8), validate (8) and exec (8)', async () => {
      const text = 'apiVersion: v1\nkind: Workflow\nname: latin1 # caf\xe9\ntasks: { a: { type: noop } }\n';
      writeFileSync(join(folder, 'latin1.yaml'), Buffer.from(text, 'latin1'));
      const commands = [['workflow', 'apply'], ['workflow', 'validate'], ['exec']];
      const ends = await Promise.all(commands.map((words) => millrace.run(...words, 'latin1.yaml')));

      for (const { code, err } of ends) {
        expect(code).toBe(8);
        expect(err).toContain('latin1.yaml:3:19: NOT_UTF8 ');
      }
    });
  });

  describe('a file of 2 MiB', () => {
    it('is refused by workflow apply (8), workflow validate (8) and exec (8)', async () => {
      writeFileSync(join(folder, 'large.yaml'), TOO_LARGE_FILE);
      const ends = await Promise.all([
        millrace.run('workflow', 'apply', 'large.yaml'),
        millrace.run('workflow', 'validate', 'large.yaml'),
        millrace.run('exec', 'large.yaml'),
      ]);

      const result = expect.stringMatching(/\nlarge\.yaml +✖ invalid/u);
      expect(ends.map(({ code, out }) => [code, out])).toEqual([
        [8, ''],
        [8, result],
        [8, ''],
      ]);
      for (const { err } of ends)
        expect(err).toContain('large.yaml: BODY_TOO_LARGE The body has more than 1 MiB.');
    });

    it('is refused by the API (413), and nothing is stored', async () => {
      const params = { project: 'default', workflow: 'large' };
      const put = api.client.call(routes.putWorkflow, { params, text: TOO_LARGE_FILE, query: {} });
      const validate = api.client.call(routes.validateWorkflow, { text: TOO_LARGE_FILE });

      expect(await Promise.all([refusal(put), refusal(validate)])).toMatchObject([
        { status: 413, code: 'BODY_TOO_LARGE' },
        { status: 413, code: 'BODY_TOO_LARGE' },
      ]);
      expect(await stored(api.client)).toEqual(before);
    });
  });

  describe('parameters', () => {
    it.each([
      ['one that is missing', {}, 'region'],
      ['one of the wrong type', { region: 'eu', count: 'many' }, 'count'],
      ['one that is none', { region: 'eu', regoin: 'x' }, 'regoin'],
      ['one beyond exact numbers', { region: 'eu', count: 2 ** 60 }, 'count'],
    ])(
      '%s is refused by run start (8) and the API (400), and no run is stored',
      async (_what, params, param) => {
        const typed = Object.entries(params).flatMap(([name, value]) => [
          '-p',
          `${name}:=${JSON.stringify(value)}`,
        ]);
        const { code, out, err } = await millrace.run('run', 'start', 'typed', ...typed);
        const target = { project: 'default', workflow: 'typed' };
        const call = api.client.call(
          routes.startRun,
          { params: target, body: { params } },
          { waitSeconds: 10 },
        );

        expect([code, out]).toEqual([8, '']);
        expect(err).toMatch(new RegExp(`^${param}: [A-Z_]+ .*'${param}'`));
        expect(await refusal(call)).toMatchObject({
          status: 400,
          code: 'INVALID_PARAMETERS',
          errors: [{ param }],
        });
        expect(await stored(api.client)).toEqual(before);
      },
    );
  });
});
