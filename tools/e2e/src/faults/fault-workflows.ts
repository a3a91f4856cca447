type Tasks = Readonly<Record<string, object>>;

/** A workflow whose tasks stand as they are given. */
export function workflowOf(name: string, tasks: Tasks): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'Workflow', name, tasks });
}

/** Goes on so long without a process. */
export function lasting(name: string, duration: string): string {
  return workflowOf(name, { wait: { type: 'noop', duration }, after: { type: 'noop', needs: ['wait'] } });
}

/** A script that writes a line to the journal before and after its work, each in one write, so that none is torn. */
export function journalled(journal: string, work: string, more: object = {}): object {
  const line = (event: string): string =>
    `printf '{"run":"%s","task":"%s","attempt":%s,"pid":%s,"event":"${event}","at":%s}\\n' "$MILLRACE_RUN_ID" "$MILLRACE_TASK" "$MILLRACE_ATTEMPT" "$$" "$(date +%s%3N)" >> "$JOURNAL"`;
  const script = [line('start'), work, line('end')].join('\n');
  return { type: 'shell', env: { JOURNAL: journal }, script, ...more };
}

/** Three scripts one after the other, each as long as `work`. */
export function chainOf(name: string, journal: string, work: string): string {
  return workflowOf(name, {
    first: journalled(journal, work),
    second: journalled(journal, work, { needs: ['first'] }),
    third: journalled(journal, work, { needs: ['second'] }),
  });
}
