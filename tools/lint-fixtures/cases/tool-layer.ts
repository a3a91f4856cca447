// stands at: tools/checker/src/lint-probe.ts
import { run } from '@millrace/cli'; // bites: @nx/enforce-module-boundaries

export const used = [run];
