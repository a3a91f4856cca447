import { z } from 'zod';
import type { JsonValue } from '../definition/workflow-definition.js';

export const jsonValue: z.ZodType<JsonValue> = z.json();

/** Values by name as the log keeps them (`expressions/encode-value.ts`). */
export const encodedValues = z.record(z.string(), jsonValue);
