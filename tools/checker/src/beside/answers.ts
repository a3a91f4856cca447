import { objectOf } from './json-lines.js';

/** Sender of commands that come by the API. */
const API = '/api';

/**
 * A line that a sender has appended: `{"id", "answer", "source"?}`. `answer`: the HTTP status; anything else, or nothing,
 * where none came. `id` may be called `commandId`, as the API does; `source` is that of the API unless it is given.
 */
export interface AnswerLine {
  readonly source: string;
  readonly id: string;
  /** Whether it was told that its command is taken. */
  readonly taken: boolean;
}

/** What senders of commands were told. An unknown outcome says nothing: the command may have been taken or not. */
export class Answers {
  private readonly taken = new Map<string, AnswerLine>();
  /** Numbers of lines that are none. */
  readonly unreadable: number[] = [];
  private count = 0;

  get lines(): number {
    return this.count;
  }

  /** Takes the next line of the file. */
  add(text: string): void {
    this.count += 1;
    if (text.trim() === '') return;
    const line = lineOf(text);
    if (!line) this.unreadable.push(this.count);
    else if (line.taken) this.taken.set(keyOf(line), line);
  }

  /** Commands that were told to be taken, each once. */
  commands(): Iterable<AnswerLine> {
    return this.taken.values();
  }

  /** Whether its sender was told that this command is taken. */
  has(source: string, id: string): boolean {
    return this.taken.has(keyOf({ source, id }));
  }

  static of(lines: Iterable<string>): Answers {
    const answers = new Answers();
    for (const line of lines) answers.add(line);
    return answers;
  }
}

function lineOf(text: string): AnswerLine | undefined {
  const { id, commandId = id, source = API, answer } = objectOf(text) ?? {};
  if (typeof commandId !== 'string' || typeof source !== 'string') return undefined;
  return { source, id: commandId, taken: typeof answer === 'number' && answer >= 200 && answer < 300 };
}

/** One text for a pair that no other pair gives. */
export function keyOf({ source, id }: Pick<AnswerLine, 'source' | 'id'>): string {
  return `${source}\n${id}`;
}
