import type { DataSource } from 'typeorm';
import type { FoldPosition } from '../rows/fold-position.js';
import { foldStateTable } from '../tables/fold-state-table.js';

export function foldPositions(source: DataSource): Promise<readonly FoldPosition[]> {
  return source.getRepository<FoldPosition>(foldStateTable.name).find({ order: { partition: 'ASC' } });
}
