import { beforeEach, describe, expect, it } from 'vitest';
import type { BlobStore } from '../src/index.js';

/** Texts that are no keys: traversal, encodings, separators, links of the file system's making (rule S04). */
const NO_KEYS = [
  ['nothing', ''],
  ['a dot', '.'],
  ['the folder above', '..'],
  ['the folder above, inside', 'logs/../secret'],
  ['the folder above, at the end', 'logs/..'],
  ['the folder above, encoded', 'logs/%2e%2e/secret'],
  ['the folder above, encoded twice', 'logs/%252e%252e/secret'],
  ['the folder above, full width', 'logs/．．/secret'],
  ['a backslash', 'logs\\..\\secret'],
  ['NUL', 'logs/a\0b'],
  ['an absolute path', '/etc/passwd'],
  ['an empty segment', 'logs//a'],
  ['a slash at the end', 'logs/a/'],
  ['a hidden file', 'logs/.a'],
  ['a space', 'logs/a b'],
  ['a line break', 'logs/a\n'],
  ['a long segment', `logs/${'a'.repeat(256)}`],
  ['a long key', Array.from({ length: 520 }, () => 'a').join('/')],
  ['a stream of Windows', 'logs/a:b'],
  ['letters beyond ASCII', 'logs/ä'],
] as const;

/** The suite that every blob store passes. `open` gives an empty store. */
export function blobStoreContract(open: () => Promise<BlobStore>): void {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const text = (found: Uint8Array | undefined): string | undefined =>
    found && new TextDecoder().decode(found);
  let store: BlobStore;
  beforeEach(async () => {
    store = await open();
  });

  describe('what is stored', () => {
    it('is read back byte by byte', async () => {
      const all = Uint8Array.from({ length: 512 }, (_, index) => index % 256);
      await store.put('logs/run/a.1/000001', all);
      expect(Buffer.from((await store.get('logs/run/a.1/000001')) ?? [])).toEqual(Buffer.from(all));
    });

    it('may be empty', async () => {
      await store.put('empty', new Uint8Array());
      expect(text(await store.get('empty'))).toBe('');
    });

    it('is replaced as a whole', async () => {
      await store.put('a/b', bytes('a long first version'));
      await store.put('a/b', bytes('second'));
      expect(text(await store.get('a/b'))).toBe('second');
    });

    it('is the bytes of that moment', async () => {
      const given = bytes('before');
      await store.put('a', given);
      given.fill(0);
      expect(text(await store.get('a'))).toBe('before');
    });

    it('is one of the versions when several are put at the same time', async () => {
      const versions = Array.from({ length: 10 }, (_, index) => String(index).repeat(1_000));
      await Promise.all(versions.map((version) => store.put('a/b/c', bytes(version))));
      expect(versions).toContain(text(await store.get('a/b/c')));
      expect(await store.list('a')).toEqual(['a/b/c']);
    });

    it('is read in parts', async () => {
      await store.put('a/b', bytes('0123456789'));
      expect(text(await store.getRange('a/b', { start: 2, length: 3 }))).toBe('234');
      expect(text(await store.getRange('a/b', { start: 8, length: 100 }))).toBe('89');
      expect(text(await store.getRange('a/b', { start: 100, length: 1 }))).toBe('');
    });

    it('is read as a stream', async () => {
      const long = 'x'.repeat(300_000);
      await store.put('a/b', bytes(long));
      await store.put('a/empty', bytes(''));
      expect(await readAll('a/b')).toBe(long);
      expect(await readAll('a/empty')).toBe('');
    });
  });

  describe('what is not there', () => {
    it('is undefined', async () => {
      await store.put('a/b', bytes('here'));
      for (const key of ['a', 'a/c', 'a/b/c', 'x/y/z']) {
        expect(await store.get(key), key).toBeUndefined();
        expect(await store.getRange(key, { start: 0, length: 1 }), key).toBeUndefined();
        expect(await store.openRead(key), key).toBeUndefined();
      }
    });

    it('is listed as nothing and removed without complaint', async () => {
      expect(await store.list('a/b')).toEqual([]);
      await store.delete('a/b');
      expect(await store.list('a')).toEqual([]);
    });
  });

  describe('a prefix', () => {
    beforeEach(async () => {
      for (const key of ['r/a.1/02', 'r/a.1/10', 'r/a.1/01', 'r/a.10/01', 'r/b.1/01', 's/a.1/01', 'alone']) {
        await store.put(key, bytes(key));
      }
    });

    it('lists what is below it, in order', async () => {
      expect(await store.list('r/a.1')).toEqual(['r/a.1/01', 'r/a.1/02', 'r/a.1/10']);
      expect(await store.list('r')).toEqual(['r/a.1/01', 'r/a.1/02', 'r/a.1/10', 'r/a.10/01', 'r/b.1/01']);
      expect(await store.list('alone')).toEqual(['alone']);
    });

    it('is whole segments', async () => {
      expect(await store.list('r/a')).toEqual([]);
      await store.delete('r/a');
      expect(await store.list('r')).toHaveLength(5);
    });

    it('is removed with all below it and nothing else', async () => {
      await store.delete('r/a.1');
      expect(await store.list('r')).toEqual(['r/a.10/01', 'r/b.1/01']);
      await store.delete('alone');
      await store.delete('r');
      expect(await store.list('r')).toEqual([]);
      expect(await store.get('alone')).toBeUndefined();
      expect(text(await store.get('s/a.1/01'))).toBe('s/a.1/01');
    });

    it('takes blobs again after it was removed', async () => {
      await store.delete('r');
      await store.put('r/a.1/01', bytes('again'));
      expect(text(await store.get('r/a.1/01'))).toBe('again');
    });
  });

  describe('a key that is none', () => {
    it.each(NO_KEYS)('is refused by every method: %s', async (_, key) => {
      const refused = { code: 'INVALID_KEY', retryable: false };
      await expect(store.put(key, bytes('x'))).rejects.toMatchObject(refused);
      await expect(store.get(key)).rejects.toMatchObject(refused);
      await expect(store.getRange(key, { start: 0, length: 1 })).rejects.toMatchObject(refused);
      await expect(store.openRead(key)).rejects.toMatchObject(refused);
      await expect(store.list(key)).rejects.toMatchObject(refused);
      await expect(store.delete(key)).rejects.toMatchObject(refused);
    });
  });

  async function readAll(key: string): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of (await store.openRead(key)) ?? []) {
      if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    }
    return Buffer.concat(chunks).toString();
  }
}
