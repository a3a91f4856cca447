import { appendFileSync } from 'node:fs';
import { setTimeout as pass } from 'node:timers/promises';
import { outage } from '@millrace/e2e';
import type { MixEntry } from './mix.js';
import { drawEntry } from './mix.js';
import type { Sender } from './sender.js';

/** A person looks at a run for so long before anything is done to it. */
const MEDDLE_AFTER_MS = 1500;
const PAUSED_FOR_MS = 4000;

export interface LoadOptions {
  readonly mix: readonly MixEntry[];
  readonly runsPerSecond: number;
  /** The next number of the seed. */
  readonly random: () => number;
  /** What no other load has in its keys. */
  readonly name: string;
  /** Where answers are written down, for the checker. */
  readonly answers: string;
  /** Gets the milliseconds from the moment at which a start was due until it was answered. */
  readonly accepted: (ms: number) => void;
}

/** Starts runs at a fixed pace, whatever happens to the cluster meanwhile: a start waits for no other. */
export class Load {
  /** Workflow of each run that was accepted. */
  readonly runs = new Map<string, MixEntry>();
  /** What went wrong, in words. */
  readonly problems: string[] = [];
  private going = true;
  private readonly open = new Set<Promise<void>>();
  private readonly sending: Promise<void>;

  constructor(
    private readonly sender: Sender,
    private readonly options: LoadOptions,
  ) {
    this.sending = this.send();
  }

  /** Starts that wait for their answer. */
  get waiting(): number {
    return this.open.size;
  }

  /** Starts nothing more, and waits for all answers. */
  async end(): Promise<void> {
    this.going = false;
    await this.sending;
    await Promise.all(this.open);
  }

  private async send(): Promise<void> {
    const { runsPerSecond, mix, random } = this.options;
    const since = performance.now();
    for (let count = 0; this.going; count += 1) {
      const due = since + (count * 1000) / runsPerSecond;
      await pass(Math.max(0, due - performance.now()));
      const work = this.startOne(drawEntry(mix, random()), count, due).catch((error: unknown) => {
        this.problems.push(`Start ${count}: ${error instanceof Error ? error.message : String(error)}`);
      });
      this.open.add(work);
      void work.then(() => this.open.delete(work));
    }
  }

  private async startOne(entry: MixEntry, count: number, due: number): Promise<void> {
    const { name, answers, accepted } = this.options;
    const { commandId, run, status } = await this.sender.start(entry.name, `${name}-${count}`);
    accepted(performance.now() - due);
    this.runs.set(run, entry);
    appendFileSync(answers, `${JSON.stringify({ commandId, answer: status })}\n`);
    if (entry.meddling !== undefined) await this.meddle(entry.meddling, run);
  }

  private async meddle(meddling: NonNullable<MixEntry['meddling']>, run: string): Promise<void> {
    await outage(MEDDLE_AFTER_MS);
    if (meddling === 'stop') return this.sender.change('stopRun', run);
    await this.sender.change('pauseRun', run);
    await outage(PAUSED_FOR_MS);
    await this.sender.change('resumeRun', run);
  }
}

/** Runs that have not ended as their workflow must, in words. `states`: how they have ended, by run. */
export function wrongEnds(
  runs: ReadonlyMap<string, Pick<MixEntry, 'name' | 'ends'>>,
  states: ReadonlyMap<string, string>,
): readonly string[] {
  return [...runs].flatMap(([run, { name, ends }]) => {
    const state = states.get(run) ?? 'unknown to the log';
    return ends.includes(state)
      ? []
      : [`Run ${run} of '${name}' is ${state}, expected ${ends.join(' or ')}.`];
  });
}
