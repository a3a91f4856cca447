// stands at: libs/config/src/lint-probe.ts
// passes: millrace/shared-domain, @nx/enforce-module-boundaries
import { didYouMean } from '@millrace/dag';

export const guess = didYouMean;
