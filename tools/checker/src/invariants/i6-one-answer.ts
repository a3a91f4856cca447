import type { CommandRecord } from '@millrace/events';
import { DEDUP_WINDOW_MS } from '@millrace/events';
import { Fingerprints } from '../fingerprints.js';
import type { Invariant } from '../invariant.js';
import type { SeenRecord } from '../seen.js';

const HOUR_MS = 3_600_000;

/** The event that is the effect of each public command, and of no other. */
const EFFECTS: ReadonlyMap<string, string> = new Map([
  ['StartRun', 'RunStarted'],
  ['StopRun', 'RunStopRequested'],
  ['PauseRun', 'RunPauseRequested'],
  ['ResumeRun', 'RunResumed'],
]);
const EFFECT_EVENTS = new Set(EFFECTS.values());

/** Each command is decided once: all of its effects, or a reason. */
export const oneAnswer: Invariant = {
  name: 'I6',
  promise:
    'A command id has one outcome within seven days; accepted, it has its effect, rejected, it has none.',
  watch: ({ violated }) => {
    const known = new Map<number, KnownCommands>();
    return {
      record: (seen) => {
        const commands = known.get(seen.partition) ?? new KnownCommands();
        known.set(seen.partition, commands);
        const { partition, offset, record } = seen;
        const run = record.aggs[0]?.id;
        const where = { ...(run === undefined ? {} : { run }), partition, offset };
        if (!commands.note(seen))
          violated(where, `The command ${record.cause.id} of ${record.cause.source} is decided again.`);
        const problem = problemOf(record);
        if (problem !== undefined) violated(where, problem);
      },
    };
  },
};

function problemOf(record: CommandRecord): string | undefined {
  const { input, cause, outcome } = record;
  if (input && !outcome) return `The input ${input.topic}:${input.offset} (${cause.type}) has no outcome.`;
  if (!input && outcome) return `The record of ${cause.type} has an outcome, but no input.`;
  return effectProblem(record);
}

function effectProblem({ cause, outcome, events }: CommandRecord): string | undefined {
  const wanted = outcome?.accepted ? EFFECTS.get(cause.type) : undefined;
  const found = events.filter(({ type }) => EFFECT_EVENTS.has(type)).map(({ type }) => type);
  if (wanted !== undefined && !found.includes(wanted))
    return `${cause.type} is accepted, but there is no ${wanted}.`;
  const foreign = found.find((type) => type !== wanted);
  if (foreign === undefined) return undefined;
  return outcome?.accepted === false
    ? `${cause.type} is rejected (${outcome.code}), but the record has ${foreign}.`
    : `${foreign} stands in a record of ${cause.type}.`;
}

/** Ids of the commands of one partition, by the hour of their decision, as long as the product must know them. */
class KnownCommands {
  private readonly hours = new Map<number, Fingerprints>();

  /** False when the record decides a command that is known. */
  note({ record }: SeenRecord): boolean {
    const { cause, input, now } = record;
    this.forget(now);
    if (!input || cause.source === undefined || cause.id === undefined) return true;
    const key = `${cause.source}\n${cause.id}`;
    for (const ids of this.hours.values()) if (ids.has(key)) return false;
    const hour = Math.floor(now / HOUR_MS);
    const ids = this.hours.get(hour) ?? new Fingerprints();
    this.hours.set(hour, ids);
    return ids.add(key);
  }

  private forget(now: number): void {
    for (const hour of this.hours.keys()) {
      if (now <= hour * HOUR_MS + DEDUP_WINDOW_MS) return;
      this.hours.delete(hour);
    }
  }
}
