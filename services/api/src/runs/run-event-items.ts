import type { RunEventItem } from '@millrace/api-contract';
import type { JsonValue } from '@millrace/dag';
import type { RecordedEvent } from '@millrace/events';
import { formatPosition } from '@millrace/events';
import type { RunRecord } from '../streams/run-record.js';
import { maskSecrets } from './mask-secrets.js';

/** Events after which a run stays as it is, and the state it is in then. */
const END_STATES: Readonly<Record<string, string>> = {
  RunSucceeded: 'succeeded',
  RunFailed: 'failed',
  RunStopped: 'stopped',
};

/** The events of a run in one of its records, as the API shows them. */
export function runEventItems(
  found: RunRecord,
  partition: number,
  isSecret: (name: string) => boolean,
): readonly RunEventItem[] {
  const { record, offset, aggregate } = found;
  const { type, source, id } = record.cause;
  const head = {
    position: formatPosition({ kind: 'record', logId: record.logId, partition, offset }),
    offset,
    at: new Date(record.now).toISOString(),
  };
  const cause = { type, ...(source === undefined ? {} : { source }), ...(id === undefined ? {} : { id }) };
  return eventsOf(found, aggregate).map((event) => {
    const data = shown(event, isSecret);
    return { ...head, type: event.type, v: event.v, ...placeOf(data), data, cause };
  });
}

/** The state in which the record leaves the run, when it ends it. */
export function endStateOf(found: RunRecord): string | undefined {
  const last = eventsOf(found, found.aggregate).findLast(({ type }) => type in END_STATES);
  return last && END_STATES[last.type];
}

function eventsOf({ record }: RunRecord, aggregate: number): readonly RecordedEvent[] {
  return record.events.filter((event) => (event.a ?? 0) === aggregate);
}

function shown(
  { type, data }: RecordedEvent,
  isSecret: (name: string) => boolean,
): Readonly<Record<string, unknown>> {
  const fields = data as Readonly<Record<string, unknown>>;
  if (type !== 'RunStarted') return fields;
  return {
    ...fields,
    params: maskSecrets(fields['params'] as Readonly<Record<string, JsonValue>>, isSecret),
  };
}

function placeOf(data: Readonly<Record<string, unknown>>): {
  readonly task?: string;
  readonly attempt?: number;
} {
  const { task, attempt } = data;
  return {
    ...(typeof task === 'string' ? { task } : {}),
    ...(typeof attempt === 'number' ? { attempt } : {}),
  };
}
