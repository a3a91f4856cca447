import type { Run, TaskRunItem } from '@millrace/api-contract';
import type { Painter } from './colours.js';
import { neutralise } from './escapes.js';
import { COUNTER_ORDER, stateText } from './states.js';
import type { Column } from './table.js';
import { renderFields, renderTable } from './table.js';
import { instantText, spanText } from './times.js';

/** A message in a table: its first line, cut where it is long. */
function shortText(text: string): string {
  const [line = ''] = text.split('\n');
  return neutralise(line.length > 80 ? `${line.slice(0, 79)}…` : line);
}

export function runColumns(paint: Painter, now: number): readonly Column<Run>[] {
  return [
    { title: 'RUN', cell: (run) => neutralise(run.id) },
    { title: 'WORKFLOW', cell: (run) => neutralise(`${run.project}/${run.workflow}`) },
    { title: 'VERSION', cell: (run) => String(run.version) },
    { title: 'STATE', cell: (run) => stateText(run.state, paint) },
    { title: 'STARTED', cell: (run) => instantText(run.startedAt) },
    { title: 'TOOK', cell: (run) => spanText(run.startedAt, run.endedAt, now) },
    { title: 'BECAUSE', cell: (run) => neutralise(run.because ?? '') },
  ];
}

export function taskColumns(paint: Painter, now: number): readonly Column<TaskRunItem>[] {
  return [
    { title: 'TASK', cell: ({ task }) => neutralise(task) },
    { title: 'TYPE', cell: ({ type }) => neutralise(type) },
    { title: 'STATE', cell: ({ state, allowed }) => stateText(state, paint, allowed) },
    { title: 'ATTEMPTS', cell: ({ attempts }) => (attempts.length === 0 ? '' : String(attempts.length)) },
    { title: 'WORKER', cell: ({ attempts }) => neutralise(attempts.at(-1)?.worker ?? '') },
    { title: 'TOOK', cell: ({ startedAt, endedAt }) => spanText(startedAt, endedAt, now) },
    {
      title: 'NOTE',
      cell: ({ error, reason }) =>
        shortText(error === undefined ? (reason ?? '') : `${error.code}: ${error.message}`),
    },
  ];
}

function countsText(counts: Run['counts']): string {
  const known = COUNTER_ORDER.filter((state) => (counts[state] ?? 0) > 0);
  return known.map((state) => `${String(counts[state])} ${state}`).join(', ');
}

function mapText(map: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(map).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${name}=${text}`;
  });
  return neutralise(entries.join('  '));
}

/** What a run is and how it stands, a line each. */
export function runLines(run: Run, paint: Painter, now: number): readonly string[] {
  return renderFields([
    ['Run', neutralise(run.id)],
    ['Workflow', `${neutralise(`${run.project}/${run.workflow}`)} version ${String(run.version)}`],
    ['State', stateText(run.state, paint)],
    ['Because', neutralise(run.because ?? '')],
    ['Reason', neutralise(run.reason ?? '')],
    ['Round', run.round > 1 ? String(run.round) : ''],
    ['Trigger', neutralise(run.trigger)],
    ['Params', mapText(run.params)],
    ['Labels', mapText(run.labels)],
    ['Logical date', neutralise(run.logicalDate)],
    ['Started', instantText(run.startedAt)],
    ['Ended', instantText(run.endedAt)],
    ['Took', spanText(run.startedAt, run.endedAt, now)],
    ['Task runs', countsText(run.counts)],
  ]);
}

/** Task runs that a table for people lists at most: beyond it, what went well is left out. */
const LISTED = 100;

/** The task runs of a run as a table. */
export function taskLines(
  tasks: readonly TaskRunItem[],
  paint: Painter,
  now: number,
  headers: boolean,
): readonly string[] {
  const rows =
    tasks.length <= LISTED
      ? tasks
      : tasks.filter(({ state }) => !['succeeded', 'skipped', 'waiting'].includes(state)).slice(0, LISTED);
  const table = renderTable(rows, taskColumns(paint, now), { headers: headers && rows.length > 0 });
  if (rows.length === tasks.length) return table;
  const left = tasks.length - rows.length;
  return [...table, `and ${String(left)} more task runs: all of them with --tasks -o jsonl`];
}
