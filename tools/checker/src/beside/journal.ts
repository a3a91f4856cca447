import { objectOf } from './json-lines.js';

/** A line that a script has appended: `{"run", "task", "attempt", "pid", "event": "start"|"end", "at"}`. */
export interface JournalLine {
  readonly run: string;
  readonly task: string;
  readonly attempt: number;
  readonly pid: number;
  readonly event: 'start' | 'end';
  /** Epoch milliseconds by the clock of the script; shown, never compared: the order of the lines counts. */
  readonly at: number;
}

/** A line with its place in the journal, from 1. */
export interface PlacedLine extends JournalLine {
  readonly line: number;
}

/**
 * What the scripts say themselves: each appends a line when it starts and one when it ends, with O_APPEND, so that the
 * order of the lines is the order of what happened. Held in memory until the run is looked at.
 */
export class Journal {
  private readonly byRun = new Map<string, PlacedLine[]>();
  /** Lines that are no journal lines, such as one that was cut by a crash; their numbers. */
  readonly unreadable: number[] = [];
  private count = 0;

  get lines(): number {
    return this.count;
  }

  /** Takes the next line of the file. */
  add(text: string): void {
    this.count += 1;
    if (text.trim() === '') return;
    const line = parseLine(text);
    if (!line) {
      this.unreadable.push(this.count);
      return;
    }
    const lines = this.byRun.get(line.run);
    const placed = { ...line, line: this.count };
    if (lines) lines.push(placed);
    else this.byRun.set(line.run, [placed]);
  }

  /** The lines of a run, by task. */
  ofRun(run: string): ReadonlyMap<string, readonly PlacedLine[]> {
    return Map.groupBy(this.byRun.get(run) ?? [], (line) => line.task);
  }

  runs(): Iterable<string> {
    return this.byRun.keys();
  }

  /** All lines, in the order of the file. */
  inOrder(): readonly PlacedLine[] {
    return [...this.byRun.values()].flat().sort((a, b) => a.line - b.line);
  }

  static of(lines: Iterable<string>): Journal {
    const journal = new Journal();
    for (const line of lines) journal.add(line);
    return journal;
  }
}

function parseLine(text: string): JournalLine | undefined {
  const value = objectOf(text);
  return value && isLine(value) ? value : undefined;
}

function isLine(value: object): value is JournalLine {
  const { run, task, attempt, event } = value as Partial<JournalLine>;
  const isEvent = event === 'start' || event === 'end';
  return typeof run === 'string' && typeof task === 'string' && typeof attempt === 'number' && isEvent;
}
