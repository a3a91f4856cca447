import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyChoices, anyLimit, anyWorkflow } from '../../testing/arbitrary-workflow.js';
import { ChaosRun } from '../../testing/chaos-run.js';
import { propertySettings } from '../../testing/property-settings.js';

describe('any workflow in any order of things', () => {
  it('keeps every law after every step, and ends once the faults have ended', { timeout: 3_600_000 }, () => {
    fc.assert(
      fc.property(anyWorkflow, anyLimit, anyChoices, (definition, limit, choices) => {
        const chaos = new ChaosRun(definition, limit);
        for (const choice of choices) chaos.act(choice);
        chaos.heal();
        expect(['succeeded', 'failed', 'stopped']).toContain(chaos.engine.state.phase);
      }),
      propertySettings(500),
    );
  });
});
