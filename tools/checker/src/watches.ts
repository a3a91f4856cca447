import type { Beside } from './beside/beside.js';
import type { CheckContext, Invariant, Watch } from './invariant.js';
import type { Violation } from './violation.js';

type HookName = keyof Watch;
type Hook<N extends HookName> = NonNullable<Watch[N]>;
type Hooks = { readonly [N in HookName]: readonly Hook<N>[] };

/** The hooks of all invariants that are checked, by kind. */
export function watchAll(
  list: readonly Invariant[],
  beside: Beside,
  report: (violation: Violation) => void,
): Hooks {
  const watches = list.map(({ name, watch }) => {
    const violated: CheckContext['violated'] = (where, sentence) =>
      report({ invariant: name, ...where, sentence });
    return watch({ ...beside, violated });
  });
  const of = <N extends HookName>(name: N): readonly Hook<N>[] =>
    watches.flatMap((watch) => watch[name] ?? []);
  return {
    record: of('record'),
    event: of('event'),
    after: of('after'),
    broken: of('broken'),
    stray: of('stray'),
    torn: of('torn'),
    runEnded: of('runEnded'),
    logEnded: of('logEnded'),
    finished: of('finished'),
  };
}
