/** The configuration cannot be used. The message and `problems` say everything that is wrong with it, and no secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'INVALID_CONFIG';

  constructor(
    /** A line each: where, what, what to do. */
    readonly problems: readonly string[],
  ) {
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    super([`The configuration has ${count}:`, ...problems.map((problem) => `  ${problem}`)].join('\n'));
  }
}
