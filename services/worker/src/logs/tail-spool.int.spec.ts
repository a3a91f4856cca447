import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StreamLine } from './stream-line.js';
import { TailSpool } from './tail-spool.js';

const MIB = 1_048_576;
const line = (text: string, at = 1, stream: StreamLine['stream'] = 'stdout'): StreamLine => ({
  at,
  stream,
  bytes: Buffer.from(text),
});

describe('TailSpool', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'millrace-spool-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function drain(
    spool: TailSpool,
  ): Promise<{ lines: string[]; cut: { lines: number; bytes: number } }> {
    const cut = await spool.finish();
    const lines: string[] = [];
    for await (const { at, stream, bytes } of spool.lines())
      lines.push(`${at} ${stream} ${bytes.toString()}`);
    await spool.close();
    return { lines, cut };
  }

  it('gives back what was given, with streams and times, and needs no file for little', async () => {
    const spool = new TailSpool(folder, MIB);
    for (const given of [line('a'), line(''), line('b', 2), line('c', 2, 'stderr'), line('d', 2)])
      void spool.push(given);
    expect(readdirSync(folder)).toEqual([]);
    const { lines, cut } = await drain(spool);
    expect(lines).toEqual(['1 stdout a', '1 stdout ', '2 stdout b', '2 stderr c', '2 stdout d']);
    expect(cut).toEqual({ lines: 0, bytes: 0 });
  });

  it('keeps just the last lines that have room, over many turns of the ring', async () => {
    const spool = new TailSpool(folder, MIB);
    const count = 80_000;
    for (let index = 0; index < count; index += 1)
      await spool.push(line(String(index).padStart(99, '.'), index >> 6));
    const { lines, cut } = await drain(spool);
    const kept = Math.floor(MIB / 100);
    expect(lines).toHaveLength(kept);
    expect(lines[0]?.endsWith(`.${count - kept}`)).toBe(true);
    expect(lines.at(-1)?.endsWith(`.${count - 1}`)).toBe(true);
    expect(cut).toEqual({ lines: count - kept, bytes: (count - kept) * 100 });
  });

  it('takes the longest lines', async () => {
    const spool = new TailSpool(folder, MIB);
    for (let index = 0; index < 40; index += 1) await spool.push(line('x'.repeat(131_000), index));
    expect((await drain(spool)).lines).toHaveLength(8);
  });

  it('leaves no file behind', async () => {
    const spool = new TailSpool(folder, MIB);
    for (let index = 0; index < 20; index += 1) await spool.push(line('x'.repeat(65_536)));
    expect(readdirSync(folder)).toEqual([]);
    await spool.close();
  });

  it('says when it cannot write', async () => {
    const blocked = join(folder, 'file');
    writeFileSync(blocked, '');
    const spool = new TailSpool(join(blocked, 'spool'), MIB);
    const full = (async () => {
      for (let index = 0; index < 20; index += 1) await spool.push(line('x'.repeat(65_536)));
    })();
    await expect(full).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(spool.finish()).rejects.toMatchObject({ code: 'ENOTDIR' });
    await spool.close();
  });
});
