import type { RunEventItem } from '@millrace/api-contract';
import type { Painter } from './colours.js';
import { neutralise } from './escapes.js';
import { jsonText } from './json.js';
import type { Column } from './table.js';
import { padText } from './text-width.js';

const DATA_COLUMNS = 100;

/** What an event says beyond its task and attempt, on one line. */
function dataText({ data }: RunEventItem): string {
  if (typeof data !== 'object' || data === null) return '';
  const rest = Object.fromEntries(
    Object.entries(data).filter(([name]) => name !== 'task' && name !== 'attempt'),
  );
  if (Object.keys(rest).length === 0) return '';
  const text = neutralise(jsonText(rest));
  return text.length > DATA_COLUMNS ? `${text.slice(0, DATA_COLUMNS - 1)}…` : text;
}

const timeText = ({ at }: RunEventItem): string => neutralise(at.replace('T', ' '));
const taskText = ({ task, attempt }: RunEventItem): string =>
  neutralise(task === undefined ? '' : task + (attempt === undefined ? '' : `#${String(attempt)}`));

export function eventColumns(paint: Painter): readonly Column<RunEventItem>[] {
  return [
    { title: 'OFFSET', cell: ({ offset }) => String(offset) },
    { title: 'TIME', cell: (event) => paint('dim', timeText(event)) },
    { title: 'EVENT', cell: ({ type }) => paint('bold', neutralise(type)) },
    { title: 'TASK', cell: taskText },
    { title: 'DATA', cell: dataText },
  ];
}

/** One event while it is followed: columns of set widths, since what comes is not known yet. */
export function eventLine(event: RunEventItem, paint: Painter): string {
  const cells = [
    String(event.offset).padStart(8),
    paint('dim', timeText(event)),
    paint('bold', neutralise(event.type)),
  ];
  const [offset = '', time = '', type = ''] = cells;
  return `${offset}  ${time}  ${padText(type, 20)}  ${padText(taskText(event), 20)}  ${dataText(event)}`.trimEnd();
}
