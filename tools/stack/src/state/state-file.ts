import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { PartName } from '../parts/part.js';
import { partName } from '../parts/part.js';
import { processIdentity } from '../processes/process-identity.js';

/** A part that the stack started. Where it runs as a process of its own, and not in a container, which. */
const entry = z.discriminatedUnion('way', [
  z.object({ way: z.literal('native'), ports: z.array(z.int()).min(1), process: processIdentity }),
  z.object({ way: z.literal('container'), ports: z.array(z.int()).min(1) }),
]);

const stackState = z.partialRecord(partName, entry);

export type Entry = z.infer<typeof entry>;

export type StackState = z.infer<typeof stackState>;

/** What runs, and how it was started: `state.json`. Who writes it holds the lock. */
export class StateFile {
  private readonly path: string;

  constructor(private readonly home: string) {
    this.path = join(home, 'state.json');
  }

  /** Throws when the file cannot be understood: to go on would lose the processes that it names. */
  read(): StackState {
    if (!existsSync(this.path)) return {};
    try {
      return stackState.parse(JSON.parse(readFileSync(this.path, 'utf8')));
    } catch (cause) {
      throw new Error(`${this.path} is damaged: end the processes it names, and remove it.`, { cause });
    }
  }

  set(name: PartName, value: Entry): void {
    this.write({ ...this.read(), [name]: value });
  }

  remove(name: PartName): void {
    const { [name]: _removed, ...others } = this.read();
    this.write(others);
  }

  private write(state: StackState): void {
    mkdirSync(this.home, { recursive: true });
    const unfinished = `${this.path}.unfinished`;
    writeFileSync(unfinished, `${JSON.stringify(state, null, 2)}\n`);
    renameSync(unfinished, this.path);
  }
}
