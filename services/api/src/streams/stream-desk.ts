import type { OnModuleDestroy } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { ApiProblem } from '../http/api-problem.js';
import { EventStream } from './event-stream.js';
import type { StreamForm } from './stream-form.js';

/** Streams that may be open at once (S23). */
const MAX_STREAMS = 256;

/** Opens streams, and knows which are open. */
@Injectable()
export class StreamDesk implements OnModuleDestroy {
  private readonly open = new Set<EventStream>();

  onModuleDestroy(): void {
    for (const stream of this.open) stream.cut();
  }

  /** Throws TOO_MANY_STREAMS. */
  begin(form: StreamForm, onClose: () => void): EventStream {
    if (this.open.size >= MAX_STREAMS) {
      const text = `There are ${MAX_STREAMS} streams open, more are not taken: close some.`;
      throw new ApiProblem(429, 'TOO_MANY_STREAMS', text, { headers: { 'retry-after': '5' } });
    }
    const stream = new EventStream(form, () => {
      this.open.delete(stream);
      onClose();
    });
    this.open.add(stream);
    return stream;
  }
}
