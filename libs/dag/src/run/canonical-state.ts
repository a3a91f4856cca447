import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '../definition/canonical-json.js';
import type { JsonValue } from '../definition/workflow-definition.js';
import { changedFields } from './changed-fields.js';
import type { RunState } from './state.js';
import { TaskRun } from './state.js';

/**
 * A run as plain JSON with sorted keys, without the graph, equal for equal states: what rebuilding, snapshots and golden
 * histories are compared by. Tasks stand by name; those that were never touched, and fields with their first value, are
 * left out.
 */
export function canonicalState(run: RunState): JsonValue {
  return JSON.parse(canonicalText(run)) as JsonValue;
}

/**
 * SHA-256, hexadecimal, of the canonical JSON of what the events have made of the run: the same in every reader of the
 * log. What a reader notes in the state besides (sequence, offsets of dispatches) is left out.
 */
export function stateHash(run: RunState): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalText({ ...run, aseq: 0 }, withoutOffset))));
}

function withoutOffset(task: TaskRun): TaskRun {
  return task.dispatchOffset === 0 ? task : { ...task, dispatchOffset: 0 };
}

type StateFields = Omit<RunState, 'id'>;

function canonicalText(run: StateFields, noted: (task: TaskRun) => TaskRun = (task) => task): string {
  const { graph, tasks, candidates, judged, failures, ...rest } = run;
  const nameAt = (index: number): string => graph.tasks[index]?.name ?? '';
  return canonicalJson({
    ...rest,
    // How far the judged ones have been dropped says nothing about what is left.
    candidates: candidates.slice(judged).map(nameAt),
    failures: failures.map(nameAt),
    tasks: Object.fromEntries(
      graph.tasks.map(({ index, name }) => [name, changedFields(noted(tasks[index] ?? new TaskRun()))]),
    ),
  });
}
