import type { Gate } from './gate.js';

function file(name: string, body: object, project = 'default'): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'Workflow', name, project, ...body });
}

/** Waits at a gate between `one` and `two` on its standard output. */
const WAIT = 'echo one; while [ ! -e "$GATE" ]; do sleep 0.02; done; echo two';

const params = { gate: { type: 'string', required: true } };
const env = { GATE: '${{ params.gate }}' };

/** `wait` runs until its gate opens, then `after`. Parameter `gate`: where the gate is. */
export const GATED = file('gated', {
  params,
  tasks: { wait: { type: 'shell', env, script: WAIT }, after: { type: 'noop', needs: ['wait'] } },
});

/** The same, but `wait` does not end when it is asked to (TERM). */
export const DEAF = file('deaf', {
  params,
  tasks: {
    wait: { type: 'shell', env, script: `trap '' TERM; ${WAIT}` },
    after: { type: 'noop', needs: ['wait'] },
  },
});

/** Two tasks that end at once. */
export const QUICK = file('quick', {
  tasks: { first: { type: 'noop' }, second: { type: 'noop', needs: ['first'] } },
});

/** Fails, with a log and an exit code. */
export const BROKEN = file('broken', {
  tasks: { breaks: { type: 'shell', script: 'echo "the disk is gone" >&2; exit 7' } },
});

/** Its task fails, and waits an hour for its second attempt. */
export const RETRYING = file('retrying', {
  tasks: { fails: { type: 'shell', retry: { max: 1, delay: '1h' }, script: 'exit 1' } },
});

/** Its defaults alone are as much as the start of a run may have. */
export const LARGE = file('large', {
  params: { text: { type: 'string', default: 'x'.repeat(128 * 1024) } },
  tasks: { first: { type: 'noop' } },
});

/** Parameters of several types, one of them required. */
export const TYPED = file('typed', {
  labels: { team: 'sales' },
  params: {
    region: { type: 'string', required: true },
    count: { type: 'integer', default: 3 },
  },
  tasks: {
    tell: {
      type: 'shell',
      title: 'Tells its parameters',
      env: { REGION: '${{ params.region }}', COUNT: '${{ params.count }}' },
      script: 'echo "count:=$COUNT" >> "$MILLRACE_OUTPUT"; echo "$REGION"',
    },
  },
});

/** Writes so many lines: `line 1`, `line 2` … */
export function talkative(lines: number): string {
  const script = `i=0; while [ $i -lt ${lines} ]; do i=$((i+1)); echo "line $i"; done`;
  return file('talkative', { tasks: { talk: { type: 'shell', script } } });
}

/** A workflow of one task that ends at once. */
export function tiny(name: string, project = 'default', description?: string): string {
  return file(
    name,
    { ...(description === undefined ? {} : { description }), tasks: { only: { type: 'noop' } } },
    project,
  );
}

export function gateOf(gate: Gate): { readonly params: { readonly gate: string } } {
  return { params: { gate: gate.path } };
}
