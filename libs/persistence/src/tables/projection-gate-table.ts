import type { EntitySchemaOptions } from 'typeorm';
import { integer } from './column-kinds.js';

/**
 * One row that every commit of a projection shares a lock of, and who puts another read model in the place of this one
 * locks alone: between the last look at the positions and the exchange nobody moves on.
 */
export const projectionGateTable = {
  name: 'projection_gate',
  columns: { id: { ...integer, primary: true } },
} satisfies EntitySchemaOptions<{ readonly id: number }>;
