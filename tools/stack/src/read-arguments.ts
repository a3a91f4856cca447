import { UsageError, readOptions, wholeFrom } from '@millrace/arguments';
import { z } from 'zod';
import type { PartName } from './parts/part.js';
import { PART_NAMES, partName } from './parts/part.js';

export const USAGE = `Kafka, MySQL or MariaDB, and Redis for the cluster tests.

  npm run stack -- up       [--parts NAMES] [--json]   starts what does not run yet, and says where it is
  npm run stack -- status   [--parts NAMES] [--json]   exit code 0: all of it is up
  npm run stack -- down     [--parts NAMES] [--wipe]   ends what up started
  npm run stack -- logs     [PART] [--lines N]

  --parts   some of ${PART_NAMES.join(',')} (all)
  --wipe    remove the data too
  --lines   how many lines of each log (50)

MILLRACE_STACK says how: container, native or off. MILLRACE_STACK_KAFKA, MILLRACE_STACK_DATABASE and
MILLRACE_STACK_REDIS name parts that somebody else runs.
`;

const command = z.enum(['up', 'down', 'status', 'logs']);

export interface Arguments {
  readonly command: z.infer<typeof command>;
  readonly parts: readonly PartName[];
  readonly json: boolean;
  readonly wipe: boolean;
  readonly lines: number;
}

function readParts(text: string | undefined): readonly PartName[] {
  if (text === undefined) return PART_NAMES;
  const parsed = z.array(partName).safeParse(text.split(',').map((name) => name.trim()));
  if (!parsed.success) throw new UsageError(`'${text}' are no parts: give some of ${PART_NAMES.join(', ')}.`);
  return [...new Set(parsed.data)];
}

/** Throws UsageError. */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = readOptions(args, {
    allowPositionals: true,
    options: {
      parts: { type: 'string' },
      json: { type: 'boolean', default: false },
      wipe: { type: 'boolean', default: false },
      lines: { type: 'string', default: '50' },
    },
  });
  const [word, part, ...rest] = positionals;
  const verb = command.safeParse(word);
  if (!verb.success) throw new UsageError(word === undefined ? 'Say what to do.' : `There is no '${word}'.`);
  if (rest.length > 0 || (part !== undefined && verb.data !== 'logs'))
    throw new UsageError(`'${rest[0] ?? part}' is too much.`);
  return {
    command: verb.data,
    parts: readParts(part ?? values.parts),
    json: values.json,
    wipe: values.wipe,
    lines: wholeFrom(1, 'lines', values.lines),
  };
}
