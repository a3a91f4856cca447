import type { EntitySchemaOptions } from 'typeorm';
import type { RejectionRow } from '../rows/rejection-row.js';
import { bigNumber, id, integer, json, nullable, text, word } from './column-kinds.js';

/** One row a command that was not accepted, for seven days. */
export const rejectionTable = {
  name: 'rejection',
  columns: {
    partition: { ...integer, primary: true, update: false, name: 'log_partition' },
    command: { ...bigNumber, primary: true, update: false, name: 'command_offset' },
    source: { ...id, ...nullable },
    id: { ...id, ...nullable },
    code: word,
    message: text,
    details: { ...json, ...nullable },
    decidedAt: { ...bigNumber, name: 'decided_at' },
  },
  indices: [
    { name: 'rejection_command', columns: ['source', 'id'] },
    { name: 'rejection_age', columns: ['partition', 'decidedAt'] },
  ],
} satisfies EntitySchemaOptions<RejectionRow>;
