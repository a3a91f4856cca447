import type { FaultOptions, ServiceHandle } from '@millrace/e2e';
import { FaultWorld } from '@millrace/e2e';
import type { StackEndpoints } from '@millrace/stack';
import type { Trial } from '../row.js';

/** Of each service, where a row has failed. */
const LAST_LINES = 25;

/** A cluster that runs until the row ends; where the row fails, the last words of its services are told. */
export async function openWorld(
  { endpoints, onEnd, onFailure }: Trial,
  options: FaultOptions = {},
  others: Partial<StackEndpoints> = {},
): Promise<FaultWorld> {
  const world = await FaultWorld.open({ ...endpoints, ...others }, options);
  onEnd(() => world.close());
  onFailure(() => world.services.map(lastWords).join('\n'));
  return world;
}

function lastWords({ name, errors }: ServiceHandle): string {
  const lines = errors.trimEnd().split('\n').slice(-LAST_LINES);
  return [`-- ${name}`, ...lines].join('\n');
}
