import type { InspectorSession } from './inspector-session.js';
import { withInspector } from './inspector-session.js';

/** What a process says of itself. */
export interface InsideSample {
  /** Bytes that all its threads keep alive. */
  readonly heap: number;
  /** Of its main thread, those that keep it alive. */
  readonly timers: number;
}

const URL_LINE = /Debugger listening on (ws:\/\/\S+)/g;
const TIMERS = "process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length";

/** Makes Node open an inspector on a port of this machine that is free. */
export const INSPECTED: Readonly<Record<string, string>> = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

/** Where the last process that wrote this to its standard error can be inspected. */
export function inspectorUrl(errors: string): string | undefined {
  return [...errors.matchAll(URL_LINE)].at(-1)?.[1];
}

/** What a process wrote without what its inspector says at every look. */
export function withoutInspector(errors: string): string {
  return errors.replaceAll(/^(?:Debugger (?:listening|ending|attached)|For help, see: ).*\n/gm, '');
}

/**
 * Collects the garbage of a process and asks what is left. The connection is closed again: a process that is inspected
 * does not end. Throws where it does not answer within `withinMs`.
 */
export async function lookInside(url: string, withinMs: number): Promise<InsideSample> {
  return withInspector(url, withinMs, async (session) => {
    await session.ask('NodeWorker.enable', { waitForDebuggerOnStart: false });
    const heaps = await Promise.all([undefined, ...session.threads].map((thread) => heapOf(session, thread)));
    const expression = { expression: TIMERS, returnByValue: true };
    const { result } = await session.ask('Runtime.evaluate', expression);
    const { value } = result as { readonly value: number };
    return { heap: heaps.reduce((sum, heap) => sum + heap, 0), timers: value };
  });
}

async function heapOf(session: InspectorSession, thread: string | undefined): Promise<number> {
  await session.ask('HeapProfiler.collectGarbage', {}, thread);
  const { usedSize } = await session.ask('Runtime.getHeapUsage', {}, thread);
  return usedSize as number;
}
