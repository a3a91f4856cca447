/** A command that waits for the catalogue to bring the definition that it names (L51). */
export interface ParkedCommand {
  /** Names its input: `topic:offset`, or the sender and number of mail. */
  readonly key: string;
  readonly command: string;
  /** Epoch milliseconds; then it is rejected. */
  readonly until: number;
}

/** The parked commands of a partition, in the order in which they came; made from its events alone. */
export class ParkedCommands {
  private readonly byKey = new Map<string, ParkedCommand>();

  all(): readonly ParkedCommand[] {
    return [...this.byKey.values()];
  }

  parked(command: ParkedCommand): void {
    this.byKey.set(command.key, command);
  }

  taken(key: string): void {
    this.byKey.delete(key);
  }
}
