import { workflow as define } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import { MemoryEventLog } from './adapters/memory/memory-event-log.js';
import { CatalogueFeed } from './catalogue-feed.js';
import { Catalogue } from './catalogue.js';
import type { CatalogEntry, VersionEntry } from './messages/catalog-entry.js';

const project = (name: string, title: string, revision?: number): CatalogEntry => ({
  kind: 'project',
  project: name,
  title,
  createdAt: 0,
  ...(revision === undefined ? {} : { revision }),
});
const workflow = (name: string, versions: readonly VersionEntry[]): CatalogEntry => ({
  kind: 'workflow',
  project: 'p',
  workflow: name,
  versions,
});
const version = (number: number): VersionEntry => ({
  version: number,
  definition: `hash-${number}`,
  publishedAt: number,
});

describe('the catalogue', () => {
  it('knows the newest of every project and workflow', () => {
    const catalogue = new Catalogue();
    const entries = [
      project('p', 'old'),
      project('q', 'q'),
      workflow('w', [version(1)]),
      project('p', 'new'),
    ];
    for (const entry of [...entries, workflow('w', [version(1), version(2)])]) catalogue.apply(entry);
    expect(catalogue.project('p')).toEqual(project('p', 'new'));
    expect(catalogue.allProjects()).toHaveLength(2);
    expect(catalogue.workflow('p', 'w')).toEqual(workflow('w', [version(1), version(2)]));
    expect(catalogue.allWorkflows()).toHaveLength(1);
  });

  it('finds a version by its number, and the newest without one', () => {
    const catalogue = new Catalogue();
    catalogue.apply(workflow('w', [version(1), version(4)]));
    expect(catalogue.version('p', 'w', 1)).toEqual(version(1));
    expect(catalogue.version('p', 'w')).toEqual(version(4));
    expect(catalogue.version('p', 'w', 2)).toBeUndefined();
    expect(catalogue.version('p', 'other')).toBeUndefined();
    expect(catalogue.version('q', 'w')).toBeUndefined();
  });

  it('has no graph of a definition that is not there', () => {
    const catalogue = new Catalogue();
    expect(catalogue.definition('hash-1')).toBeUndefined();
    expect(catalogue.graph('hash-1')).toBeUndefined();
  });

  describe('where an older entry comes after a newer one', () => {
    const of = (...entries: readonly CatalogEntry[]) => {
      const catalogue = new Catalogue();
      return { taken: entries.map((entry) => catalogue.apply(entry)), catalogue };
    };

    it.each([
      ['fewer versions', [version(1)]],
      ['none', []],
      ['another definition of one', [version(1), { ...version(2), definition: 'other' }, version(3)]],
      ['another number of one', [version(1), version(3), version(4)]],
    ])('does not take a workflow with %s', (_what, versions) => {
      const known = workflow('w', [version(1), version(2)]);
      const { taken, catalogue } = of(known, workflow('w', versions));
      expect([taken, catalogue.workflow('p', 'w')]).toEqual([[true, false], known]);
    });

    it('takes a workflow with more versions, and the same once more', () => {
      const both = workflow('w', [version(1), version(2)]);
      expect(of(workflow('w', [version(1)]), both, both).taken).toEqual([true, true, true]);
    });

    it('does not take a project of a lower revision, and one without counts as 0', () => {
      const { taken, catalogue } = of(project('p', 'b', 2), project('p', 'a', 1), project('p', 'none'));
      expect([taken, catalogue.project('p')]).toEqual([[true, false, false], project('p', 'b', 2)]);
    });

    it('takes a project of an equal or a higher revision', () => {
      expect(of(project('p', 'a'), project('p', 'b', 0), project('p', 'c', 1)).taken).toEqual([
        true,
        true,
        true,
      ]);
    });
  });

  it('gives all that was published, each entry after those that it names', () => {
    const catalogue = new Catalogue();
    const definition: CatalogEntry = {
      kind: 'definition',
      hash: 'hash-1',
      definition: define({ a: [] }),
      source: '',
    };
    const entries = [project('p', ''), definition, workflow('w', [version(1)])];
    for (const entry of entries.toReversed()) catalogue.apply(entry);
    expect([...catalogue.published()]).toEqual(entries);
    expect(entries.map((entry) => catalogue.find(entry))).toEqual(entries);
  });

  it('gives every object a key of its own in the compacted topic', () => {
    expect(Catalogue.keyOf(project('p', ''))).toBe('project/p');
    expect(Catalogue.keyOf(workflow('w', []))).toBe('workflow/p/w');
  });
});

describe('the feed of the catalogue', () => {
  async function logWith(count: number): Promise<MemoryEventLog> {
    const log = new MemoryEventLog({ partitions: { P: 1, L: 1 }, clock: () => 0 });
    for (let index = 0; index < count; index += 1) {
      await log.append('catalog', [{ partition: 0, key: `p${index}`, value: project(`p${index}`, '') }]);
    }
    return log;
  }

  it('has read everything that is there when it has started, over many pages', async () => {
    const feed = new CatalogueFeed(await logWith(1100));
    await feed.start();
    expect(feed.catalogue.allProjects()).toHaveLength(1100);
  });

  it('takes what comes after its start, until it is stopped', async () => {
    const log = await logWith(1);
    const feed = new CatalogueFeed(log);
    await feed.start();
    await log.append('catalog', [{ partition: 0, key: 'new', value: project('new', 'new') }]);
    expect(feed.catalogue.project('new')).toMatchObject({ title: 'new' });
    feed.stop();
    await log.append('catalog', [{ partition: 0, key: 'later', value: project('later', '') }]);
    expect(feed.catalogue.project('later')).toBeUndefined();
  });

  it('names what was overtaken by an older entry, at its start and after it, until the newer comes again', async () => {
    const log = await logWith(0);
    const put = (value: CatalogEntry) =>
      log.append('catalog', [{ partition: 0, key: Catalogue.keyOf(value), value }]);
    const [old, young] = [workflow('w', [version(1)]), workflow('w', [version(1), version(2)])];
    for (const entry of [young, old, project('p', 'new', 2)]) await put(entry);
    const feed = new CatalogueFeed(log);
    await feed.start();
    expect([...feed.overtaken]).toEqual(['workflow/p/w']);
    await put(young);
    expect([...feed.overtaken]).toEqual([]);
    await put(project('p', 'old', 1));
    expect([...feed.overtaken]).toEqual(['project/p']);
    expect(feed.catalogue.workflow('p', 'w')).toEqual(young);
  });
});
