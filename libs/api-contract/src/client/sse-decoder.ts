/** An event of a `text/event-stream`. */
export interface ServerEvent {
  /** `message` when the server gave no name. */
  readonly event: string;
  readonly data: string;
  /** Id of the last event that had one. */
  readonly id: string;
}

/** Decodes `text/event-stream` piece by piece, wherever the pieces were cut. */
export class SseDecoder {
  private rest = '';
  private event = '';
  private data: string[] = [];
  private id = '';

  /** The events that this piece completes. */
  take(piece: string): readonly ServerEvent[] {
    const text = this.rest + piece;
    // A CR at the very end may be half of a CR LF.
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
    const lines = whole.split(/\r\n|\n|\r/);
    this.rest = (lines.pop() ?? '') + text.slice(whole.length);
    return lines.flatMap((line) => this.line(line));
  }

  private line(line: string): readonly ServerEvent[] {
    if (line === '') return this.flush();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.data.push(value);
    else if (field === 'event') this.event = value;
    else if (field === 'id' && !value.includes('\0')) this.id = value;
    return [];
  }

  private flush(): readonly ServerEvent[] {
    const { data, event } = this;
    this.data = [];
    this.event = '';
    if (data.length === 0) return [];
    return [{ event: event === '' ? 'message' : event, data: data.join('\n'), id: this.id }];
  }
}
