import type { ProjectionStatus } from '@millrace/api-contract';
import type { Painter } from './colours.js';
import { neutralise } from './escapes.js';
import type { Column } from './table.js';
import { renderFields, renderTable } from './table.js';

type Partition = ProjectionStatus['partitions'][number];
type Rebuild = ProjectionStatus['rebuild'];

/** The lines of `projection status`: how it is as a whole, then a line a partition. */
export function projectionLines(
  status: ProjectionStatus,
  paint: Painter,
  headers: boolean,
): readonly string[] {
  const { stale, reason = '', lag, partitions, rebuild } = status;
  return [
    ...renderFields([
      ['Read model', stale ? paint('yellow', 'stale') : paint('green', 'current')],
      ['Reason', neutralise(reason)],
      ['Lag', `${String(lag)} records`],
      ['Rebuild', rebuildText(rebuild)],
    ]),
    '',
    ...renderTable(partitions, columns(rebuild), { headers }),
  ];
}

export function rebuildText(rebuild: Rebuild): string {
  if (!rebuild) return '';
  const { state, done = 0, of = 0, detail = '' } = rebuild;
  if (state === 'running') return `running, ${String(done)} of ${String(of)} records`;
  return detail === '' ? state : `${state}: ${neutralise(detail)}`;
}

function columns(rebuild: Rebuild): readonly Column<Partition>[] {
  const rebuilt: Column<Partition> = { title: 'REBUILT', cell: ({ rebuilt = 0 }) => String(rebuilt) };
  return [
    { title: 'PARTITION', cell: ({ partition }) => String(partition) },
    { title: 'LOG', cell: ({ offset }) => String(offset) },
    { title: 'PROJECTED', cell: ({ projected }) => String(projected) },
    { title: 'LAG', cell: ({ lag }) => String(lag) },
    ...(rebuild?.state === 'running' ? [rebuilt] : []),
  ];
}
