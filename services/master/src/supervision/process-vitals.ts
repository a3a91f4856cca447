import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

/** How often the event loop is looked at, milliseconds: it is late by what goes beyond. */
const RESOLUTION_MS = 20;
const NS_PER_MS = 1e6;

/** How a process fares. */
export interface Vitals {
  /** Bytes in use, what may be collected included. */
  readonly heapUsed: number;
  /** Bytes that it may have at most. */
  readonly heapLimit: number;
  /** How late the event loop was since the last reset, milliseconds: 99 of 100 times it was less. */
  readonly loopDelay: number;
}

/** Measures this process. */
export class ProcessVitals {
  private readonly delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor() {
    this.delays.enable();
  }

  read(): Vitals {
    const { used_heap_size: heapUsed, heap_size_limit: heapLimit } = getHeapStatistics();
    const seen = this.delays.percentile(99) / NS_PER_MS;
    return { heapUsed, heapLimit, loopDelay: Math.max(0, seen - RESOLUTION_MS) };
  }

  /** Delays are counted anew. */
  reset(): void {
    this.delays.reset();
  }

  close(): void {
    this.delays.disable();
  }
}
