import type { ProjectedPosition } from './projection-runner.js';

/** A position that a reader waits for (L55). Every parsed position token is one. */
export interface AwaitedPosition {
  readonly partition: number;
  /** Of the record, or of the command whose outcome is wanted. */
  readonly offset: number;
  /** Default: `record`. */
  readonly kind?: 'record' | 'command';
  /** A position of another log is never met. */
  readonly logId?: string;
}

interface Waiter {
  readonly awaited: AwaitedPosition;
  readonly settle: (met: boolean) => void;
}

/** How far the read model is, and who waits for it. */
export class PositionBoard {
  private readonly positions = new Map<number, ProjectedPosition>();
  private readonly waiters = new Set<Waiter>();
  private closed = false;

  positionOf(partition: number): ProjectedPosition | undefined {
    return this.positions.get(partition);
  }

  moved(position: ProjectedPosition): void {
    this.closed = false;
    this.positions.set(position.partition, position);
    for (const waiter of this.waiters) {
      if (waiter.awaited.partition !== position.partition) continue;
      const verdict = this.judge(waiter.awaited);
      if (verdict !== 'wait') waiter.settle(verdict === 'met');
    }
  }

  /** Whether the position is reached within the time, in milliseconds. False at once where it never will be. */
  async waitFor(awaited: AwaitedPosition, timeoutMs: number): Promise<boolean> {
    const verdict = this.judge(awaited);
    if (verdict !== 'wait') return verdict === 'met';
    return new Promise((resolve) => {
      const waiter: Waiter = {
        awaited,
        settle: (met) => {
          clearTimeout(timer);
          this.waiters.delete(waiter);
          resolve(met);
        },
      };
      const timer = setTimeout(() => waiter.settle(false), timeoutMs);
      this.waiters.add(waiter);
    });
  }

  /** Nothing moves any more: nobody waits in vain. */
  close(): void {
    this.closed = true;
    for (const waiter of this.waiters) waiter.settle(false);
  }

  private judge({ partition, offset, kind, logId }: AwaitedPosition): 'met' | 'never' | 'wait' {
    const position = this.positions.get(partition);
    const known = position !== undefined && position.logId !== '';
    if (known && logId !== undefined && logId !== position.logId) return 'never';
    if (known && (kind === 'command' ? position.commands : position.next) > offset) return 'met';
    return this.closed ? 'never' : 'wait';
  }
}
