import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system in memory of so many bytes, mounted on a folder of its own. Needs the right to mount. */
export class SmallDisk {
  private constructor(readonly folder: string) {}

  /** Throws where this process may not mount. */
  static mount(bytes: number): SmallDisk {
    const folder = mkdtempSync(join(tmpdir(), 'millrace-small-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { stdio: 'pipe' });
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
    return new SmallDisk(folder);
  }

  /** Why there can be none here; undefined where there can. */
  static lacks(): string | undefined {
    try {
      SmallDisk.mount(65_536).unmount();
      return undefined;
    } catch (error) {
      return `no tmpfs can be mounted: ${error instanceof Error ? error.message.trim() : String(error)}`;
    }
  }

  /** Takes all space that is left. */
  fill(): void {
    const file = openSync(this.filler, 'a');
    const block = Buffer.alloc(4096);
    try {
      for (;;) writeSync(file, block);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    } finally {
      closeSync(file);
    }
  }

  /** Gives back what `fill` has taken. */
  free(): void {
    rmSync(this.filler, { force: true });
  }

  /** Also while something has files there open. */
  unmount(): void {
    execFileSync('umount', ['-l', this.folder], { stdio: 'pipe' });
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get filler(): string {
    return join(this.folder, 'filler');
  }
}
