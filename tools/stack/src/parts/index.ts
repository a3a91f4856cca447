import { database } from './database.js';
import { kafka } from './kafka.js';
import type { Part, PartName, StackEndpoints } from './part.js';
import { redis } from './redis.js';

export const parts: { readonly [Name in PartName]: Part<StackEndpoints[Name]> } = { kafka, database, redis };
