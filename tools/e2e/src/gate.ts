import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Scripts wait at it until a test opens it: so a test, not a clock, says how long a task runs. */
export class Gate {
  readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, `gate-${randomUUID()}`);
  }

  open(): void {
    writeFileSync(this.path, '');
  }

  close(): void {
    rmSync(this.path, { force: true });
  }
}
