// stands at: libs/registry/src/redis/lint-probe.ts
// passes: millrace/driver-home
import { Redis } from 'ioredis';

export const used = [Redis];
