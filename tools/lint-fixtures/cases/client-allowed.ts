// stands at: cli/src/lint-probe-allowed.ts
// passes: @nx/enforce-module-boundaries, millrace/shared-library
import { routes } from '@millrace/api-contract';
import { Command } from 'commander';

export const used = [routes, Command];
