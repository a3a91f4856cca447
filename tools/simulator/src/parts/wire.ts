import type { SimProcess } from '../time/sim-process.js';
import type { Timeline } from '../time/timeline.js';
import type { AppendFault, Weather } from './weather.js';

/** After it nobody waits for an answer any more, milliseconds. */
const PATIENCE_MS = 5_000;

/** What is shared by all ways from one process to the rest. */
export interface WireEnds {
  readonly timeline: Timeline;
  readonly weather: Weather;
  readonly process: SimProcess;
}

export interface Request<T> {
  /** Done where the request arrives. */
  readonly work: () => T;
  /** Requests of one lane arrive in the order in which they were sent. */
  readonly lane?: string;
  readonly fault?: AppendFault;
  /** It is not there to answer. */
  readonly isDown: () => boolean;
  /** Nobody knows what became of it. */
  readonly onSilence: (reason: string) => Error;
}

/** The way from one process to brokers and registry: it takes time, and may be cut. */
export class Wire {
  private readonly lanes = new Map<string, number>();

  constructor(private readonly ends: WireEnds) {}

  /** Never settles for a process that is dead: nobody is there any more to hear of it. */
  ask<T>(request: Request<T>): Promise<T> {
    const { timeline, weather, process } = this.ends;
    return new Promise((resolve, reject) => {
      if (process.state === 'dead') return;
      const silence = timeline.plan(
        PATIENCE_MS,
        () => reject(request.onSilence(`no answer for ${PATIENCE_MS} ms`)),
        process,
      );
      const answer = (give: () => void): void => {
        if (!weather.hears(process) || request.fault === 'answer-lost') return;
        timeline.plan(
          weather.way(),
          () => {
            silence.cancelled = true;
            give();
          },
          process,
        );
      };
      if (!weather.isHeard(process) || request.fault === 'never') return;
      const arrive = (): void => {
        if (request.isDown()) return;
        const done = outcomeOf(request.work);
        answer(() => ('failure' in done ? reject(done.failure) : resolve(done.value)));
      };
      timeline.plan(this.arrival(request), arrive, timeline.world);
      if (request.fault === 'twice') timeline.plan(weather.lateness(), request.work, timeline.world);
    });
  }

  private arrival({ lane, fault }: Request<unknown>): number {
    const { timeline, weather } = this.ends;
    if (fault === 'late') return weather.lateness();
    if (lane === undefined) return weather.way();
    const at = Math.max(timeline.now + weather.way(), this.lanes.get(lane) ?? 0);
    this.lanes.set(lane, at);
    return at - timeline.now;
  }
}

function outcomeOf<T>(work: () => T): { readonly value: T } | { readonly failure: Error } {
  try {
    return { value: work() };
  } catch (error) {
    return { failure: error instanceof Error ? error : new Error(String(error)) };
  }
}
