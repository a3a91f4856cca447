import * as fc from 'fast-check';
import { it } from 'vitest';
import { ChaosRun } from '../../testing/chaos-run.js';
import { anyChoices, anyLimit, anyWorkflow } from '../../testing/arbitrary-workflow.js';
it('stat', { timeout: 3_600_000 }, () => {
  const counts = new Map<string, number>();
  fc.assert(fc.property(anyWorkflow, anyLimit, anyChoices, (definition, limit, choices) => {
    const chaos = new ChaosRun(definition, limit);
    for (const choice of choices) chaos.act(choice);
    chaos.heal();
    const add = (k: string) => counts.set(k, (counts.get(k) ?? 0) + 1);
    for (const { event } of chaos.engine.history) add(event.type + ('reason' in event.data && event.type === 'TaskSkipped' ? ' ' + event.data.reason : '') + ('branch' in event.data ? ' ' + event.data.branch : ''));
    for (const r of chaos.engine.rejections) add('rejected ' + r.code);
    add('end ' + chaos.engine.state.phase);
  }), { numRuns: 2000, seed: 1 });
  console.log([...counts].sort().map(([k, n]) => `${k}: ${n}`).join('\n'));
});
