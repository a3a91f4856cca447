import type { EntitySchemaOptions } from 'typeorm';
import type { FoldPosition } from '../rows/fold-position.js';
import { bigNumber, integer, word } from './column-kinds.js';

/** One row a partition: which part of the log the rows are made of. */
export const foldStateTable = {
  name: 'fold_state',
  columns: {
    partition: { ...integer, primary: true, update: false, name: 'log_partition' },
    logId: { ...word, name: 'log_id' },
    epoch: bigNumber,
    nonce: word,
    seq: bigNumber,
    next: { ...bigNumber, name: 'next_offset' },
    commands: { ...bigNumber, name: 'next_command' },
  },
} satisfies EntitySchemaOptions<FoldPosition>;
