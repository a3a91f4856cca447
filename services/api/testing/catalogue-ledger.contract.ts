import type { EventLog } from '@millrace/events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerProcess } from './ledger-processes.js';
import { keysInLog, upTo } from './ledger-processes.js';

export interface OpenedLedgers {
  readonly log: EventLog;
  /** The processes that change one catalogue; they have started. */
  readonly processes: readonly [LedgerProcess, ...LedgerProcess[]];
  close(): Promise<void>;
}

/** What every ledger of the catalogue must do, however many processes share it. `open` gives an empty one. */
export function catalogueLedgerContract(name: string, open: () => Promise<OpenedLedgers>): void {
  describe(`The catalogue by ${name}`, () => {
    let opened: OpenedLedgers;

    beforeEach(async () => {
      opened = await open();
    });

    afterEach(() => opened.close());

    /** Something for each of many callers, spread over the processes, all at once. */
    function atOnce<T>(count: number, work: (process: LedgerProcess, n: number) => Promise<T>): Promise<T>[] {
      const { processes } = opened;
      return upTo(count).map((n) => work(processes[n % processes.length] ?? processes[0], n));
    }

    it('gives those who publish at once versions from 1 on, none twice, none lost', async () => {
      const told = await Promise.all(
        atOnce(12, async (process, n) => {
          const { version } = await process.put(n);
          return { version, known: process.feed.catalogue.version('retail', 'hello', version)?.version };
        }),
      );
      expect(told.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual(upTo(12));
      expect(told.map(({ known }) => known)).toEqual(told.map(({ version }) => version));
      await opened.processes[0].put(13);
      expect(opened.processes[0].versions()).toEqual(upTo(13));
    });

    it('answers when log and feed have it, what is named before what names it', async () => {
      const [process] = opened.processes;
      expect(await process.put(1)).toMatchObject({ version: 1, created: true });
      expect(process.versions()).toEqual([1]);
      expect(await keysInLog(opened.log)).toEqual([
        'project/retail',
        'definition/HASH',
        'workflow/retail/hello',
      ]);
    });

    it('writes nothing twice where all publish the same', async () => {
      const told = await Promise.all(atOnce(6, (process) => process.put(1)));
      expect(told.map(({ version }) => version)).toEqual(told.map(() => 1));
      expect(told.filter(({ unchanged }) => !unchanged)).toHaveLength(1);
      expect(await keysInLog(opened.log)).toHaveLength(3);
    });

    it('lets one of many have If-Match, and one If-None-Match', async () => {
      const refusals = async (tries: readonly Promise<unknown>[]) =>
        (await Promise.allSettled(tries)).flatMap((one) =>
          one.status === 'rejected' ? [String(one.reason.code)] : [],
        );
      const made = await refusals(atOnce(6, (process, n) => process.put(n, { ifNoneMatch: 'any' })));
      expect(made).toEqual(Array(5).fill('ALREADY_EXISTS'));
      const { tag } = await opened.processes[0].put(7);
      const changed = await refusals(atOnce(6, (process, n) => process.put(10 + n, { ifMatch: [tag] })));
      expect(changed).toEqual(Array(5).fill('STALE_VERSION'));
      await opened.processes[0].put(20);
      expect(opened.processes[0].versions()).toEqual(upTo(4));
    });

    it('goes on after a decision that was refused, of which nothing is written', async () => {
      const [process] = opened.processes;
      await expect(process.put(1, { ifMatch: 'any' })).rejects.toMatchObject({ code: 'STALE_VERSION' });
      expect(await keysInLog(opened.log)).toEqual([]);
      expect(await process.put(1)).toMatchObject({ version: 1 });
    });

    it('counts the changes of a project', async () => {
      const told = await Promise.all(
        atOnce(6, (process, n) => process.writer.putProject({ name: 'retail', title: `title ${n}` })),
      );
      expect(told.filter(({ created }) => created)).toHaveLength(1);
      const [process] = opened.processes;
      await process.put(1);
      const newest = process.feed.catalogue.project('retail');
      expect(newest?.revision).toBe(6);
      expect(told.map(({ entry }) => entry)).toContainEqual(newest);
    });

    it('refuses what no log takes, and is not held up by it', async () => {
      const [process] = opened.processes;
      const task = (n: number) => `  t${n}: { type: shell, script: '${'"'.repeat(30_000)}' }`;
      const head = 'apiVersion: v1\nkind: Workflow\nname: large\nproject: retail\ntasks:\n';
      const text = head + upTo(30).map(task).join('\n');
      const put = { project: 'retail', workflow: 'large', text, dryRun: false } as const;
      const refused = process.writer.putWorkflow({ ...put, ifMatch: 'none', ifNoneMatch: 'none' });
      await expect(refused).rejects.toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
      await process.writer.putProject({ name: 'large', title: 'x' });
      expect(process.feed.catalogue.project('large')).toMatchObject({ title: 'x' });
    });
  });
}
