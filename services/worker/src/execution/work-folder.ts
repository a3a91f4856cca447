import { mkdirSync, readdirSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonValue } from '@millrace/dag';
import type { EnvironmentFiles } from './attempt-environment.js';

/** A folder that one attempt has for itself. */
export interface WorkFolder {
  readonly path: string;
  readonly files: EnvironmentFiles;
}

/**
 * Makes and removes the folders of attempts. Synchronous on purpose: a handful of small calls costs less than as many
 * trips through the thread pool, and the spawn that follows blocks for longer.
 */
export class WorkFolders {
  private made = 0;
  private readonly noInputs: string;

  /** `root` is emptied by the worker when it starts. */
  constructor(private readonly root: string) {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    this.noInputs = join(root, 'no-inputs.json');
    writeFileSync(this.noInputs, '{"params":{},"tasks":{}}', { mode: 0o400 });
  }

  /** `inputs`: undefined when the task refers to nothing; then all such attempts share one file. */
  make(inputs: JsonValue | undefined): WorkFolder {
    this.made += 1;
    const path = join(this.root, String(this.made));
    mkdirSync(path, { mode: 0o700 });
    const output = join(path, '.millrace-output');
    if (inputs === undefined) return { path, files: { output, inputs: this.noInputs } };
    const file = join(path, '.millrace-inputs.json');
    writeFileSync(file, JSON.stringify(inputs), { mode: 0o600 });
    return { path, files: { output, inputs: file } };
  }

  /** Removes the folder with all that the script left in it. */
  async remove({ path }: WorkFolder): Promise<void> {
    if (!removeFlat(path)) await rm(path, { recursive: true, force: true });
  }
}

/** Most scripts leave a few files and no folder. */
function removeFlat(path: string): boolean {
  try {
    for (const name of readdirSync(path)) unlinkSync(join(path, name));
    rmdirSync(path);
    return true;
  } catch {
    return false;
  }
}
