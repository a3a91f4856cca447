import { setTimeout as pass } from 'node:timers/promises';
import type { FaultWorld } from '@millrace/e2e';
import { withoutInspector } from './samples/inspector.js';

const LOOK_MS = 2000;
const LAST_LINES = 15;

/** Starts services again that have ended though nobody told them to, as a supervisor does, and remembers which. */
export class Watchman {
  /** In words. */
  readonly problems: string[] = [];
  private readonly ending = new AbortController();
  private readonly watching: Promise<void>;

  /** `striking`: whether a fault is at work, which ends and starts processes itself. */
  constructor(
    private readonly world: FaultWorld,
    private readonly striking: () => boolean,
  ) {
    this.watching = this.watch();
  }

  async end(): Promise<void> {
    this.ending.abort();
    await this.watching;
  }

  private async watch(): Promise<void> {
    const { signal } = this.ending;
    for (let before: readonly string[] = []; !signal.aborted;) {
      await pass(LOOK_MS, undefined, { signal }).catch(() => undefined);
      const gone = this.striking() || signal.aborted ? [] : this.world.gone();
      // Twice in a row: a fault may just have begun or ended.
      for (const name of gone.filter((one) => before.includes(one))) await this.startAgain(name);
      before = gone;
    }
  }

  private async startAgain(name: string): Promise<void> {
    const handle = this.world.handle(name);
    const code = await handle.ended();
    const said = withoutInspector(handle.errors).trimEnd().split('\n').slice(-LAST_LINES).join('\n');
    this.problems.push(`${name} has ended by itself with ${code ?? 'a signal'}, and said:\n${said}`);
    await handle.start().catch((error: unknown) => {
      this.problems.push(
        `${name} does not start again: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  }
}
