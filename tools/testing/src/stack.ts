import type { PartName, StackEndpoints } from '@millrace/stack';
import { stackEndpoints } from '@millrace/stack';
import { describe, it } from 'vitest';

/** Where every part must be there: a suite that is skipped there would be missed by nobody. */
const isObligatory = (): boolean => ['true', '1'].includes(process.env['CI'] ?? '');

function standIn(name: string, why: string): void {
  console.warn(`${isObligatory() ? 'Failing' : 'Skipping'} "${name}": ${why}.`);
  it('needs the stack', (context) => {
    if (isObligatory()) throw new Error(why);
    context.skip(why);
  });
}

/** A `describe` block that cannot run where `missing` says why: one skipped test stands in for it, loudly. */
export function describeUnless(missing: string | undefined, name: string, define: () => void): void {
  describe(name, () => {
    if (missing === undefined) define();
    else standIn(name, missing);
  });
}

/**
 * A `describe` block whose tests need real parts; `define` receives how they are reached. They are started if they do
 * not run yet, and are left running. Where one cannot be had, `define` is not called: one test stands in for the
 * block, skipped, or failed with CI=true, and a warning says why.
 */
export function describeWithStack<Name extends PartName>(
  name: string,
  parts: readonly Name[],
  define: (endpoints: Pick<StackEndpoints, Name>) => void,
): void {
  describe(name, async () => {
    const found = await stackEndpoints(parts);
    if ('missing' in found) standIn(name, `no stack (${found.missing})`);
    else define(found);
  });
}
