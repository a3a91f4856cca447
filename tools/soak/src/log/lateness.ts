import type { Entry } from '@millrace/e2e';

/** What a dispatch had waited for: a run's start, the end of a task before it, or a moment that was fixed. */
export type Waited = 'start' | 'successor' | 'due';

/** Milliseconds between what a dispatch had waited for and its record, by the times of the log. */
export interface Late {
  readonly waited: Waited;
  readonly ms: number;
}

interface Wait {
  readonly waited: Waited;
  readonly from: number;
}

const RUN_ENDS = new Set(['RunSucceeded', 'RunFailed', 'RunStopped']);

type Noted = Pick<Entry, 'verdict' | 'run' | 'time' | 'events'>;
type Named = Noted['events'][number];

/** How late tasks are dispatched, record by record of the log. Runs that were ever paused are left out: they have to wait. */
export class Lateness {
  private readonly waits = new Map<string, Map<string, Wait>>();

  /** Gives what this record dispatches. */
  note({ verdict, run, time, events }: Noted): readonly Late[] {
    if (verdict !== 'record' || run === undefined) return [];
    const begins = events.some(({ type }) => type === 'RunStarted');
    if (begins) this.waits.set(run, new Map());
    const waits = this.waits.get(run);
    if (!waits) return [];
    const found: Late[] = [];
    for (const event of events) {
      if (event.type === 'TaskDispatched') found.push(...dispatched(waits, event, time));
      else if (RUN_ENDS.has(event.type) || event.type === 'RunPauseRequested') this.waits.delete(run);
      else begun(waits, event, { waited: begins ? 'start' : 'successor', from: time });
    }
    return found;
  }
}

/** A moment that is fixed counts, not that at which it was seen to have come. */
function begun(waits: Map<string, Wait>, { type, data }: Named, queued: Wait): void {
  const { task, dueAt } = data as { readonly task?: string; readonly dueAt?: number };
  if (task === undefined) return;
  if ((type === 'TaskDelayed' || type === 'TaskRetrying') && dueAt !== undefined)
    waits.set(task, { waited: 'due', from: dueAt });
  else if (type === 'TaskQueued' && !waits.has(task)) waits.set(task, queued);
}

function dispatched(waits: Map<string, Wait>, { data }: Named, time: number): readonly Late[] {
  const { task } = data as { readonly task: string };
  const wait = waits.get(task);
  waits.delete(task);
  return wait ? [{ waited: wait.waited, ms: Math.max(0, time - wait.from) }] : [];
}
