// stands at: libs/events/testing/lint-probe.contract.ts
// passes: millrace/test-code, @nx/enforce-module-boundaries, millrace/driver-home
import { describe } from 'vitest';
import { workflow } from '@millrace/dag/testing';

export const used = [describe, workflow];
