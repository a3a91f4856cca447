import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blobStoreContract } from '../../testing/blob-store.contract.js';
import { FsBlobStore } from './fs-blob-store.js';

const UNSAFE = { code: 'UNSAFE_PATH', retryable: false };

describe('FsBlobStore', () => {
  const bytes = new TextEncoder().encode('stored');
  let home: string;
  let root: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'millrace-blobs-'));
    root = join(home, 'blobs');
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  blobStoreContract(() => Promise.resolve(FsBlobStore.open(root)));

  it('keeps what it holds from other users', async () => {
    await FsBlobStore.open(root).put('a/b', bytes);
    expect(statSync(root).mode & 0o777).toBe(0o700);
    expect(statSync(join(root, 'a')).mode & 0o777).toBe(0o700);
    expect(statSync(join(root, 'a/b')).mode & 0o777).toBe(0o600);
  });

  it('leaves no other file behind', async () => {
    const store = FsBlobStore.open(root);
    await Promise.all(Array.from({ length: 20 }, (_, index) => store.put(`a/${index % 4}`, bytes)));
    expect(readdirSync(join(root, 'a')).sort()).toEqual(['0', '1', '2', '3']);
  });

  it('does not show what a crash has left of a put', async () => {
    const store = FsBlobStore.open(root);
    await store.put('a/b', bytes);
    writeFileSync(join(root, 'a', '.left-over'), 'half');
    expect(await store.list('a')).toEqual(['a/b']);
    await store.delete('a');
    expect(readdirSync(root)).toEqual([]);
  });

  it('may lie behind a link itself', async () => {
    mkdirSync(join(home, 'real'));
    symlinkSync(join(home, 'real'), join(home, 'link'));
    await FsBlobStore.open(join(home, 'link')).put('a/b', bytes);
    expect(readFileSync(join(home, 'real/a/b'), 'utf8')).toBe('stored');
  });

  it('follows no link to a file', async () => {
    const store = FsBlobStore.open(root);
    await store.put('a/b', bytes);
    writeFileSync(join(home, 'secret'), 'secret');
    symlinkSync(join(home, 'secret'), join(root, 'a/link'));
    await expect(store.get('a/link')).rejects.toMatchObject(UNSAFE);
    await expect(store.openRead('a/link')).rejects.toMatchObject(UNSAFE);
    expect(await store.list('a')).toEqual(['a/b']);
    await store.put('a/link', bytes);
    expect(readFileSync(join(home, 'secret'), 'utf8')).toBe('secret');
    expect(readFileSync(join(root, 'a/link'), 'utf8')).toBe('stored');
  });

  it('follows no link to a folder', async () => {
    const store = FsBlobStore.open(root);
    const outside = join(home, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'secret'), 'secret');
    symlinkSync(outside, join(root, 'a'));
    await expect(store.get('a/secret')).rejects.toMatchObject(UNSAFE);
    await expect(store.put('a/new', bytes)).rejects.toMatchObject(UNSAFE);
    await expect(store.put('a/deep/new', bytes)).rejects.toMatchObject(UNSAFE);
    await expect(store.list('a')).rejects.toMatchObject(UNSAFE);
    await expect(store.delete('a/secret')).rejects.toMatchObject(UNSAFE);
    expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
    await store.delete('a');
    expect(readdirSync(outside)).toContain('secret');
    expect(readdirSync(root)).toEqual([]);
  });

  it('is not held up by a named pipe', async () => {
    const store = FsBlobStore.open(root);
    mkdirSync(join(root, 'a'));
    execFileSync('mkfifo', [join(root, 'a/pipe')]);
    await expect(store.get('a/pipe')).rejects.toMatchObject(UNSAFE);
    expect(await store.list('a')).toEqual([]);
  });

  it('says what the storage said', async () => {
    const store = FsBlobStore.open(root);
    await store.put('a', bytes);
    await expect(store.put('a/b', bytes)).rejects.toMatchObject({ code: 'STORE_FAILED', retryable: true });
  });
});
