import { parts } from './parts/index.js';
import type { PartName, StackEndpoints } from './parts/part.js';
import { PART_NAMES } from './parts/part.js';
import type { StackOptions } from './stack.js';
import { Stack } from './stack.js';
import type { Standing, Standings } from './standing.js';

/** Why parts cannot be had, and what would help. */
export interface MissingStack {
  readonly missing: string;
}

export type FoundStack<Name extends PartName = PartName> = Pick<StackEndpoints, Name> | MissingStack;

function put<Name extends PartName>(into: Writable, name: Name, standing: Standing | undefined): void {
  const named = standing?.up ? parts[name].fromVariable(standing.at) : undefined;
  if (named !== undefined) into[name] = named.endpoint;
}

type Writable = { -readonly [Name in PartName]?: StackEndpoints[Name] };

function hasAll<Name extends PartName>(
  endpoints: Partial<StackEndpoints>,
  names: readonly Name[],
): endpoints is Pick<StackEndpoints, Name> {
  return names.every((name) => name in endpoints);
}

function endpointsIn<Name extends PartName>(standings: Standings, names: readonly Name[]): FoundStack<Name> {
  const endpoints: Writable = {};
  for (const name of names) put(endpoints, name, standings[name]);
  if (hasAll(endpoints, names)) return endpoints;
  const missing = names.flatMap((name) => {
    const standing = standings[name];
    return standing?.up ? [] : [`${name}: ${standing?.reason ?? 'unknown'}`];
  });
  return { missing: missing.join('; ') };
}

/**
 * Endpoints of the wanted parts (of all, unless some are named), which are started when they are not there yet and
 * are left running. The first time on a machine this installs packages; else it takes seconds, or nothing.
 */
export function stackEndpoints(): Promise<StackEndpoints | MissingStack>;
export function stackEndpoints<Name extends PartName>(
  names: readonly Name[],
  options?: StackOptions,
): Promise<FoundStack<Name>>;
export async function stackEndpoints(
  names: readonly PartName[] = PART_NAMES,
  options: StackOptions = {},
): Promise<FoundStack> {
  const wanted = [...new Set(names)];
  try {
    return endpointsIn(await new Stack(options).up(wanted), wanted);
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}
