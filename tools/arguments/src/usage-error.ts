/** What was asked for on the command line makes no sense; the message says what to give. */
export class UsageError extends Error {}
