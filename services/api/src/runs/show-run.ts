import type { Run } from '@millrace/api-contract';
import { decodeAll, displayValue } from '@millrace/dag';
import type { JsonValue } from '@millrace/dag';
import type { Catalogue } from '@millrace/events';
import { formatPosition } from '@millrace/events';
import type { RunRow } from '@millrace/persistence';
import { maskSecrets, secretParam } from './mask-secrets.js';

/** A run of the read model as the API shows it. */
export function showRun(row: RunRow, catalogue: Catalogue, logId: string): Run {
  const { id, project, workflow, version, definition, state, round, labels, trigger, priority } = row;
  return {
    id,
    project,
    workflow,
    version,
    definition,
    state,
    round,
    params: maskSecrets(displayAll(row.params), secretParam(catalogue, definition)),
    labels: { ...labels },
    trigger,
    priority,
    logicalDate: isoTime(row.logicalDate),
    startedAt: isoTime(row.startedAt),
    endedAt: isoTimeOrNull(row.endedAt),
    ...(row.because === null ? {} : { because: row.because }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    counts: countsOf(row, catalogue),
    position: formatPosition({ kind: 'record', logId, partition: row.partition, offset: row.lastOffset }),
  };
}

/** Values of the log as plain JSON for people. */
export function displayAll(encoded: Readonly<Record<string, JsonValue>>): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(decodeAll(encoded)).map(([name, value]) => [name, displayValue(value)]),
  );
}

export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

export function isoTimeOrNull(epochMs: number | null): string | null {
  return epochMs === null ? null : isoTime(epochMs);
}

/** The read model counts what has left `waiting`; the others are the rest of the graph. */
function countsOf({ counts, definition }: RunRow, catalogue: Catalogue): Record<string, number> {
  const shown: Record<string, number> = { ...counts };
  const others = Object.values(shown).reduce((sum, count) => sum + count, 0);
  const waiting = (catalogue.graph(definition)?.tasks.length ?? 0) - others;
  return waiting > 0 ? { waiting, ...shown } : shown;
}
