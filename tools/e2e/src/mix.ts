import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './repository.js';

/** A workflow of the mix and the state its runs must end in. */
export interface MixEntry {
  readonly name: string;
  readonly text: string;
  readonly ends: 'succeeded' | 'failed';
  /** Has a task that takes longer than the process lives between two kills. */
  readonly slow?: true;
}

function example(name: string, ends: MixEntry['ends']): MixEntry {
  return { name, text: readFileSync(join(REPOSITORY, 'examples', `${name}.yaml`), 'utf8'), ends };
}

/** Writes a line to the journal before and after its work, in one write each, so that lines are never torn. */
function journalled(work: string): string {
  const line = (event: string): string =>
    `printf '{"run":"%s","task":"%s","attempt":%s,"pid":%s,"event":"${event}","at":0}\\n' "$MILLRACE_RUN_ID" "$MILLRACE_TASK" "$MILLRACE_ATTEMPT" "$$" >> "$JOURNAL"`;
  return [line('start'), work, line('end')].join('\n');
}

function shell(work: string, journal: string, more: object = {}): object {
  return { type: 'shell', env: { JOURNAL: journal }, script: journalled(work), ...more };
}

function workflow(name: string, tasks: object): MixEntry {
  return {
    name,
    text: JSON.stringify({ apiVersion: 'v1', kind: 'Workflow', name, tasks }),
    ends: 'succeeded',
  };
}

/** Examples and workflows whose scripts write down what they do in the file `journal`. */
export function mixOf(journal: string): readonly MixEntry[] {
  const step = (needs: readonly string[], work: string): object => shell(work, journal, { needs });
  return [
    { ...example('hello', 'succeeded'), slow: true },
    example('etl-fan-out', 'succeeded'),
    example('branch', 'succeeded'),
    example('clean-up', 'failed'),
    workflow('diamond', {
      a: step([], 'sleep 0.05'),
      b: step(['a'], 'sleep 0.2'),
      c: step(['a'], 'sleep 0.1; echo "n:=1" >> "$MILLRACE_OUTPUT"'),
      d: step(['b', 'c'], 'sleep 0.05'),
      wait: { type: 'noop', needs: ['a'], duration: '300ms' },
    }),
    workflow('once', {
      before: { type: 'noop' },
      once: shell('sleep 0.2', journal, { needs: ['before'], delivery: 'at-most-once' }),
      after: step(['once'], 'true'),
    }),
    workflow(
      'wide',
      Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`t${index}`, { type: 'noop' }])),
    ),
  ];
}
