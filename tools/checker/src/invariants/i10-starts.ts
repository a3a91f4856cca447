import type { GraphTask } from '@millrace/dag';
import type { Invariant } from '../invariant.js';
import type { PlacedLine } from '../beside/journal.js';
import type { RunModel } from '../model/run-model.js';
import { isJournalled } from './journalled.js';

/** What the scripts saw agrees with what the log promises about their starts. */
export const starts: Invariant = {
  name: 'I10',
  promise:
    'A script starts at most once an attempt, at most once at all if asked for, and at least once where it succeeded.',
  needs: 'journal',
  watch: ({ violated, journal }) => {
    if (!journal) return {};
    const seen = new Set<string>();
    const check = (run: RunModel): void => {
      seen.add(run.id);
      const lines = journal.ofRun(run.id);
      for (const node of run.graph.tasks) {
        for (const sentence of problemsOf(run, node, lines.get(node.name) ?? [])) {
          violated({ run: run.id, task: node.name, partition: run.partition }, sentence);
        }
      }
      for (const [task, [first]] of lines) {
        if (!run.node(task))
          violated(
            { run: run.id, task },
            `Line ${first?.line} of the journal is of a task that the run does not have.`,
          );
      }
    };
    return {
      runEnded: check,
      logEnded: (open) => {
        for (const run of open) check(run);
        for (const run of journal.runs()) {
          if (!seen.has(run))
            violated({ run }, 'The journal has lines of this run, the log does not know it.');
        }
      },
    };
  },
};

function problemsOf(run: RunModel, node: GraphTask, lines: readonly PlacedLine[]): readonly string[] {
  const started = lines.filter((line) => line.event === 'start');
  return [
    ...startedTwice(node, started),
    ...neverDispatched(run, node, started),
    ...notWitnessed(run, node, lines),
  ];
}

function startedTwice(node: GraphTask, started: readonly PlacedLine[]): readonly string[] {
  const where = (lines: readonly PlacedLine[]): string =>
    `lines ${lines.map((line) => line.line).join(', ')} of the journal`;
  if (node.definition.delivery === 'at-most-once' && started.length > 1) {
    return [`It is at-most-once, but has started ${started.length} times: ${where(started)}.`];
  }
  return [...Map.groupBy(started, (line) => line.attempt)]
    .filter(([, same]) => same.length > 1)
    .map(([attempt, same]) => `Attempt ${attempt} has started ${same.length} times: ${where(same)}.`);
}

function neverDispatched(run: RunModel, node: GraphTask, started: readonly PlacedLine[]): readonly string[] {
  const { dispatched } = run.task(node);
  return started
    .filter((line) => line.attempt > dispatched)
    .map(
      (line) =>
        `Attempt ${line.attempt} has started (line ${line.line} of the journal), but was never dispatched.`,
    );
}

function notWitnessed(run: RunModel, node: GraphTask, lines: readonly PlacedLine[]): readonly string[] {
  const task = run.task(node);
  if (task.end !== 'succeeded' || !isJournalled(node, lines)) return [];
  const events = new Set(lines.filter((line) => line.attempt === task.ended).map((line) => line.event));
  if (!events.has('start'))
    return [`Attempt ${task.ended} has succeeded, but the journal has no start of it.`];
  return events.has('end') ? [] : [`Attempt ${task.ended} has succeeded, but the journal has no end of it.`];
}
