import type { Entry } from '@millrace/e2e';

/**
 * What a dispatch had waited for: a run's start, the end of a task before it, or a moment that was fixed. `report`: the
 * first word of the worker had waited for the dispatch.
 */
export type Waited = 'start' | 'successor' | 'due' | 'report';

/** Milliseconds between two records, or from a moment that was fixed to a record, by the times of the log. */
export interface Late {
  readonly waited: Waited;
  readonly ms: number;
}

interface Wait {
  readonly waited: Waited;
  readonly from: number;
}

/** What a worker may say first about an attempt. */
const WORDS = new Set(['AttemptAccepted', 'AttemptRunning', 'AttemptSucceeded', 'AttemptFailed']);
/** After these a run's times are not looked at. */
const LEAVES = new Set(['RunSucceeded', 'RunFailed', 'RunStopped', 'RunPauseRequested']);

type Noted = Pick<Entry, 'verdict' | 'run' | 'time' | 'events'>;
type Named = Noted['events'][number];

/** How late tasks are dispatched, record by record of the log. Runs that were ever paused are left out: they have to wait. */
export class Lateness {
  private readonly waits = new Map<string, Map<string, Wait>>();

  /** Gives what this record ends the wait of. */
  note({ verdict, run, time, events }: Noted): readonly Late[] {
    if (verdict !== 'record' || run === undefined) return [];
    if (events.some(({ type }) => type === 'RunStarted')) this.waits.set(run, new Map());
    const waits = this.waits.get(run);
    if (!waits) return [];
    if (events.some(({ type }) => LEAVES.has(type))) this.waits.delete(run);
    return lateIn(waits, events, time);
  }
}

function lateIn(waits: Map<string, Wait>, events: Noted['events'], time: number): readonly Late[] {
  const isStart = events.some(({ type }) => type === 'RunStarted');
  const queued = { waited: isStart ? 'start' : 'successor', from: time } as const;
  return events.flatMap((event) => {
    if (event.type === 'TaskDispatched') return dispatched(waits, event, time);
    if (WORDS.has(event.type)) return reported(waits, event, time);
    begun(waits, event, queued);
    return [];
  });
}

/** A moment that is fixed counts, not that at which it was seen to have come. */
function begun(waits: Map<string, Wait>, { type, data }: Named, queued: Wait): void {
  const { task, dueAt } = data as { readonly task?: string; readonly dueAt?: number };
  if (task === undefined) return;
  if ((type === 'TaskDelayed' || type === 'TaskRetrying') && dueAt !== undefined)
    waits.set(task, { waited: 'due', from: dueAt });
  else if (type === 'TaskQueued' && waits.get(task)?.waited !== 'due') waits.set(task, queued);
}

function dispatched(waits: Map<string, Wait>, { data }: Named, time: number): readonly Late[] {
  const { task } = data as { readonly task: string };
  const wait = waits.get(task);
  waits.set(task, { waited: 'report', from: time });
  return wait && wait.waited !== 'report' ? [lateBy(wait, time)] : [];
}

function reported(waits: Map<string, Wait>, { data }: Named, time: number): readonly Late[] {
  const { task } = data as { readonly task: string };
  const wait = waits.get(task);
  if (wait?.waited !== 'report') return [];
  waits.delete(task);
  return [lateBy(wait, time)];
}

function lateBy({ waited, from }: Wait, time: number): Late {
  return { waited, ms: Math.max(0, time - from) };
}
