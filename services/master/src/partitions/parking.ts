import type { AnyCommand } from '@millrace/dag';
import type { Catalogue, InputPosition, Outcome, ParkedCommand, StoredRecord } from '@millrace/events';
import type { PendingRecord } from './decision-batch.js';
import { inputKey } from './input-key.js';
import type { TurnScope } from './turn-scope.js';

/** How long a command waits for the definition that it names, milliseconds (L51). */
const PARK_MS = 60_000;

interface NamedDefinition {
  readonly project: string;
  readonly workflow: string;
  readonly version?: number;
  readonly definition?: string;
}

/** Whether the catalogue has the version and the definition that a command names; most name none. */
export function definitionIsHere({ type, data }: AnyCommand, catalogue: Catalogue): boolean {
  if (type !== 'StartRun') return true;
  const { project, workflow, version, definition } = data as NamedDefinition;
  if (version === undefined && definition === undefined) return true;
  const versions = catalogue.workflow(project, workflow)?.versions ?? [];
  return versions.some(
    (entry) =>
      (version === undefined || entry.version === version) &&
      (definition === undefined || entry.definition === definition),
  );
}

/** Records that a command waits; its position moves on, and nobody behind it is held up. */
export function park(
  { batch, tools }: TurnScope,
  record: Pick<StoredRecord<'commands'>, 'value'>,
  input: InputPosition,
): PendingRecord {
  const parked: ParkedCommand = {
    key: inputKey(input),
    command: record.value,
    until: batch.now + PARK_MS,
  };
  const outcome: Outcome = {
    accepted: false,
    code: 'PARKED',
    message: 'The definition that the command names is not in the catalogue yet.',
  };
  const pending = batch.add({ input, cause: { type: 'Park' }, outcome, run: undefined });
  pending.events.push({ type: 'CommandParked', v: 1, a: -1, data: parked });
  pending.after.push(() => tools.wakeFor(parked));
  return pending;
}

/** The record of the decision says that the command waits no more. */
export function unpark(pending: PendingRecord, { key }: ParkedCommand): void {
  pending.events.push({ type: 'CommandUnparked', v: 1, a: -1, data: { key } });
}
