/** Where in the log something stands; what is not known is left out. */
export interface Where {
  readonly run?: string;
  readonly task?: string;
  readonly partition?: number;
  readonly offset?: number;
}

/** A promise that the log, or the journal beside it, shows to be broken. */
export interface Violation extends Where {
  /** Name of the invariant in the register, such as I4. */
  readonly invariant: string;
  /** What is wrong, for people. */
  readonly sentence: string;
}

/** One line: invariant, run, task and place, then the sentence. */
export function formatViolation({ invariant, run, task, partition, offset, sentence }: Violation): string {
  const parts = [
    ...(run === undefined ? [] : [`run ${run}`]),
    ...(task === undefined ? [] : [`task ${task}`]),
    ...(partition === undefined ? [] : [`partition ${partition}`]),
    ...(offset === undefined ? [] : [`offset ${offset}`]),
  ];
  return `${invariant} ${parts.join(', ')}: ${sentence}`;
}
