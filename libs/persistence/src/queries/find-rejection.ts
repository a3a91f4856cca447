import type { DataSource } from 'typeorm';
import { Not } from 'typeorm';
import type { CommandName } from '../read-store.js';
import type { CommandPlace, RejectionRow } from '../rows/rejection-row.js';
import { rejectionTable } from '../tables/rejection-table.js';

export async function findRejection(
  source: DataSource,
  { partition, command }: CommandPlace,
): Promise<RejectionRow | undefined> {
  const found = await source
    .getRepository<RejectionRow>(rejectionTable.name)
    .findOneBy({ partition, command });
  return found ?? undefined;
}

/** The rejection of the first command of that name. */
export async function findNamedRejection(
  source: DataSource,
  name: CommandName,
): Promise<RejectionRow | undefined> {
  const found = await source
    .getRepository<RejectionRow>(rejectionTable.name)
    .findOneBy({ source: name.source, id: name.id, code: Not('PARKED') });
  return found ?? undefined;
}
