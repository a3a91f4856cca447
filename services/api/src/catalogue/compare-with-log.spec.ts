import type { CatalogEntry, VersionEntry } from '@millrace/events';
import { Catalogue } from '@millrace/events';
import { describe, expect, it } from 'vitest';
import { differenceOf } from './compare-with-log.js';

const workflow = (name: string, ...definitions: readonly string[]): CatalogEntry => ({
  kind: 'workflow',
  project: 'p',
  workflow: name,
  versions: definitions.map((definition, at): VersionEntry => ({
    version: at + 1,
    definition,
    publishedAt: at,
  })),
});
const project = (revision: number): CatalogEntry => ({
  kind: 'project',
  project: 'p',
  createdAt: 0,
  revision,
});

function difference(
  log: readonly CatalogEntry[],
  ledger: readonly CatalogEntry[],
  overtaken: readonly string[] = [],
) {
  const byKey = (entries: readonly CatalogEntry[]) =>
    new Map(entries.map((entry) => [Catalogue.keyOf(entry), entry] as const));
  return differenceOf(byKey(log), byKey(ledger), new Set(overtaken));
}

describe('Comparing the ledger of the catalogue with the log', () => {
  it('finds nothing where both have the same', () => {
    const both = [project(2), workflow('w', 'a')];
    expect(
      difference(
        both,
        both.map((entry) => structuredClone(entry)),
      ),
    ).toEqual({ enter: [], send: [] });
  });

  it('takes in what the log alone has', () => {
    const log = [project(2), workflow('w', 'a')];
    expect(difference(log, [])).toEqual({ enter: log, send: [] });
  });

  it('sends what the ledger alone has, each after what it names', () => {
    expect(difference([], [workflow('w', 'a'), project(0)])).toEqual({
      enter: [],
      send: [project(0), workflow('w', 'a')],
    });
  });

  it('sends what the ledger has newer, and takes in what the log has newer', () => {
    const told = difference([project(1), workflow('w', 'a', 'b')], [project(2), workflow('w', 'a')]);
    expect(told).toEqual({ enter: [workflow('w', 'a', 'b')], send: [project(2)] });
  });

  it('lets the log be right where they contradict each other', () => {
    const told = difference([workflow('w', 'a', 'b')], [workflow('w', 'a', 'c', 'd')]);
    expect(told).toEqual({ enter: [workflow('w', 'a', 'b')], send: [] });
  });

  it('sends once more what an older entry overtook in the log', () => {
    const same = [workflow('w', 'a', 'b')];
    expect(difference(same, same, ['workflow/p/w'])).toEqual({ enter: [], send: same });
    expect(difference(same, [], ['workflow/p/w'])).toEqual({ enter: same, send: same });
    const newer = [workflow('w', 'a', 'b', 'c')];
    expect(difference(same, newer, ['workflow/p/w'])).toEqual({ enter: [], send: newer });
  });
});
