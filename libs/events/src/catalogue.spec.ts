import { describe, expect, it } from 'vitest';
import { MemoryEventLog } from './adapters/memory/memory-event-log.js';
import { CatalogueFeed } from './catalogue-feed.js';
import { Catalogue } from './catalogue.js';
import type { CatalogEntry, VersionEntry } from './messages/catalog-entry.js';

const project = (name: string, title: string): CatalogEntry => ({
  kind: 'project',
  project: name,
  title,
  createdAt: 0,
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
});
