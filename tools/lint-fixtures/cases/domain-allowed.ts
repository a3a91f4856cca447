// stands at: libs/dag/src/definition/lint-probe-allowed.ts
// passes: @nx/enforce-module-boundaries, millrace/pure-imports, no-restricted-syntax, no-restricted-globals
// passes: millrace/driver-home, millrace/test-code, millrace/no-deep-path
import { create } from '@bufbuild/protobuf';
import { sha256 } from '@noble/hashes/sha2.js';
import { DateTime } from 'luxon';
import { parse } from 'yaml';
import { z } from 'zod';

export const at = (millis: number) => DateTime.fromMillis(millis, { zone: 'utc' });
export const utc = (year: number) => DateTime.utc(year, 1, 1);
export const used = [create, sha256, parse, z];
