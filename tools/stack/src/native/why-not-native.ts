import type { Environment } from '../named-endpoints.js';
import { wantedWay } from '../named-endpoints.js';
import { parts } from '../parts/index.js';
import type { PartName } from '../parts/part.js';
import { whyNoTools } from './why-no-tools.js';

/** Why these parts cannot be started as processes of this machine, whatever else there is; undefined: they can. */
export async function whyNotNative(
  names: readonly PartName[],
  environment: Environment = process.env,
): Promise<string | undefined> {
  const way = wantedWay(environment);
  if (way === 'off' || way === 'container') return `MILLRACE_STACK is ${way}`;
  return whyNoTools(names.flatMap((name) => parts[name].needs()));
}
