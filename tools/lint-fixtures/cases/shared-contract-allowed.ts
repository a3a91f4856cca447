// stands at: libs/api-contract/src/lint-probe.ts
// passes: millrace/shared-domain, millrace/shared-library, @nx/enforce-module-boundaries
import { decide } from '@millrace/dag';
import { z } from 'zod';

export const used = [decide, z];
