import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChaosRun } from '../../testing/chaos-run.js';
import { anyChoices, anyLimit, anyWorkflow } from '../../testing/arbitrary-workflow.js';

/** MILLRACE_PROPERTY_RUNS asks for more; MILLRACE_PROPERTY_SEED and _PATH repeat a failure. */
const numRuns = Number(process.env['MILLRACE_PROPERTY_RUNS'] ?? 300);
const seed = process.env['MILLRACE_PROPERTY_SEED'];
const path = process.env['MILLRACE_PROPERTY_PATH'];
const settings = { numRuns, ...(seed === undefined ? {} : { seed: Number(seed) }), ...(path === undefined ? {} : { path }) };

describe('any workflow in any order of things', () => {
  it('keeps every law after every step, and ends once the faults have ended', { timeout: 3_600_000 }, () => {
    fc.assert(
      fc.property(anyWorkflow, anyLimit, anyChoices, (definition, limit, choices) => {
        const chaos = new ChaosRun(definition, limit);
        for (const choice of choices) chaos.act(choice);
        chaos.heal();
        expect(['succeeded', 'failed', 'stopped']).toContain(chaos.engine.state.phase);
      }),
      settings,
    );
  });
});
