import type { RunCommand } from '../src/run/commands/index.js';
import type { CommandMeta } from '../src/run/define-command.js';
import type { Effect } from '../src/run/effects.js';
import type { RunEvent } from '../src/run/events/index.js';
import { followUp } from '../src/run/follow-up.js';
import type { Rejection } from '../src/run/rejection.js';
import { isRejection } from '../src/run/rejection.js';
import type { Step } from '../src/run/run.js';
import { decide, evolve, react } from '../src/run/run.js';
import type { RunState } from '../src/run/state.js';

/**
 * As `step`, but a record takes `limit` events only: what happens between the steps of a large decision (L44) happens to
 * small workflows too.
 */
export function shortStep(
  run: RunState | undefined,
  command: RunCommand,
  meta: CommandMeta,
  limit: number,
): Step | Rejection {
  const decision = decide(run, command, meta);
  if (isRejection(decision)) return decision;
  const events: RunEvent[] = [];
  const effects: Effect[] = [];
  let state = run;
  const apply = (event: RunEvent): RunState => {
    state = evolve(state, event, meta.now, () => meta.definition?.graph);
    events.push(event);
    effects.push(...react(state, event, meta.now));
    return state;
  };
  decision.forEach(apply);
  if (!state) throw new Error(`'${command.type}' made no run.`);
  let next = followUp(state, meta);
  while (next && events.length < limit) next = followUp(apply(next), meta);
  return { run: state, events, effects, more: next !== undefined };
}
