import { journalled, workflowOf } from '@millrace/e2e';

/** What a person does to a run some time after its start. */
export type Meddling = 'stop' | 'pause';

/** A workflow of the load. */
export interface MixEntry {
  readonly name: string;
  readonly text: string;
  /** Of 100 starts, so many are of it. */
  readonly share: number;
  /** States in which its runs may end. */
  readonly ends: readonly string[];
  readonly meddling?: Meddling;
}

const noop = (...needs: readonly string[]): object => ({ type: 'noop', needs });

function tasksOf(count: number, task: (index: number) => object): Readonly<Record<string, object>> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, task(index)]));
}

function chain(length: number, more: object = {}): Readonly<Record<string, object>> {
  return tasksOf(length, (index) => (index === 0 ? { type: 'noop' } : { ...noop(`t${index - 1}`), ...more }));
}

function fan(width: number): Readonly<Record<string, object>> {
  const middle = tasksOf(width, () => noop('first'));
  return { first: { type: 'noop' }, ...middle, last: noop(...Object.keys(middle)) };
}

/** The load of a soak; its scripts write down what they do in the file `journal`. Shares make 100. */
export function mixOf(journal: string): readonly MixEntry[] {
  const shell = (work: string, more: object = {}): object => journalled(journal, work, more);
  const entry = (name: string, share: number, tasks: Readonly<Record<string, object>>): MixEntry => ({
    name,
    share,
    text: workflowOf(name, tasks),
    ends: ['succeeded'],
  });
  const retry = { max: 2, delay: '1s' };
  const failing = { work: shell('exit 3', { retry: { max: 1, delay: '500ms' } }), after: noop('work') };
  return [
    entry('chain', 30, chain(5)),
    entry('delayed', 10, chain(3, { delay: '1s' })),
    entry('fan', 16, fan(8)),
    entry('diamond', 12, { a: shell('true'), b: noop('a'), c: noop('a'), d: noop('b', 'c') }),
    entry('scripts', 13, { a: shell('sleep 0.2'), b: shell('echo done', { needs: ['a'] }) }),
    entry('lasting', 8, { a: { type: 'noop', duration: '15s' }, b: noop('a') }),
    entry('sleeping', 2, { a: shell('sleep 5'), b: noop('a') }),
    entry('flaky', 3, { a: shell('[ "$MILLRACE_ATTEMPT" != 1 ]', { retry }), b: noop('a') }),
    { ...entry('failing', 2, failing), ends: ['failed'] },
    {
      ...entry('stopped', 2, {
        a: shell('sleep 20'),
        b: { type: 'noop', duration: '20s' },
        c: noop('a', 'b'),
      }),
      ends: ['stopped', 'succeeded'],
      meddling: 'stop',
    },
    { ...entry('paused', 2, chain(6, { delay: '300ms' })), meddling: 'pause' },
  ];
}

/** The entry on which a number from 0 to 1 falls, by their shares. Throws where there is none. */
export function drawEntry(mix: readonly MixEntry[], number: number): MixEntry {
  let left = number * mix.reduce((sum, { share }) => sum + share, 0);
  for (const entry of mix) {
    left -= entry.share;
    if (left < 0) return entry;
  }
  throw new Error('There is nothing to draw from.');
}
