import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whyNoTools } from '@millrace/stack';

const LIBRARIES = [
  ...['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`),
  '/usr/lib/faketime/libfaketimeMT.so.1',
  '/usr/local/lib/faketime/libfaketimeMT.so.1',
];
/** Its library comes with the program. */
const NEEDS = [{ program: 'faketime', package: 'faketime' }];

function library(): string | undefined {
  return [process.env['MILLRACE_FAKETIME'] ?? '', ...LIBRARIES].find(
    (path) => path !== '' && existsSync(path),
  );
}

/** A wall clock for processes that can be set while they run; durations are as they are. Needs libfaketime. */
export class FakeClock {
  private readonly folder = mkdtempSync(join(tmpdir(), 'millrace-clock-'));

  constructor() {
    this.set(0);
  }

  /** Why there can be none here; undefined where there can. Installs it, where that is possible. */
  static async lacks(): Promise<string | undefined> {
    const why = library() === undefined ? await whyNoTools(NEEDS) : undefined;
    return library() === undefined
      ? `no libfaketime (${why ?? 'its file is at an unknown place'}); MILLRACE_FAKETIME may name the file`
      : undefined;
  }

  /** For the processes that go by it. */
  get environment(): Readonly<Record<string, string>> {
    return {
      LD_PRELOAD: library() ?? '',
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
  }

  /** It is so many seconds fast, or slow where that is negative, from now on. */
  set(seconds: number): void {
    writeFileSync(this.file, `${seconds < 0 ? '' : '+'}${seconds}s`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get file(): string {
    return join(this.folder, 'clock');
  }
}
