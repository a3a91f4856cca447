import type { Dialogue, Step } from '@millrace/testing';
import { FrameSplitter } from './frame-splitter.js';
import type { KafkaRequest } from './kafka-request.js';
import { readRequest } from './kafka-request.js';
import type { KafkaToxic, KafkaToxics } from './kafka-toxic.js';
import type { Move } from './moved-brokers.js';
import { withMovedBrokers } from './moved-brokers.js';
import { WireReader } from './wire-reader.js';

interface Asked {
  readonly request: KafkaRequest;
  readonly toxic: KafkaToxic | undefined;
}

const AFTER_LENGTH = 4;

/** One connection to a broker, frame by frame: knows to which request an answer belongs. */
export class KafkaDialogue implements Dialogue {
  private readonly ofClient = new FrameSplitter();
  private readonly ofBroker = new FrameSplitter();
  private readonly asked = new Map<number, Asked>();

  constructor(
    private readonly toxics: KafkaToxics,
    private readonly move: Move,
  ) {}

  requests(chunk: Buffer): readonly Step[] {
    return this.ofClient.take(chunk).flatMap((frame) => this.ask(frame));
  }

  async answers(chunk: Buffer): Promise<readonly Step[]> {
    const steps: Step[] = [];
    for (const frame of this.ofBroker.take(chunk)) steps.push(...(await this.answer(frame)));
    return steps;
  }

  private ask(frame: Buffer): readonly Step[] {
    const request = readRequest(frame);
    const toxic = this.toxics.strike(request);
    if (toxic?.kind === 'tear') return [{ bytes: halfOf(frame) }, 'reset'];
    if (request.answered) this.asked.set(request.correlation, { request, toxic });
    return [{ bytes: frame }];
  }

  private async answer(frame: Buffer): Promise<readonly Step[]> {
    const correlation = new WireReader(frame, AFTER_LENGTH).int32();
    const asked = this.asked.get(correlation);
    if (!asked) throw new Error(`A broker answers what was not asked: correlation ${correlation}.`);
    this.asked.delete(correlation);
    const { request, toxic } = asked;
    if (toxic?.kind === 'swallow') return [toxic.then === 'reset' ? 'reset' : 'mute'];
    const bytes = await withMovedBrokers(frame, request, this.move);
    if (toxic?.kind === 'tear-answer') return [{ bytes: halfOf(bytes) }, 'close'];
    return [toxic?.kind === 'delay' ? { bytes, lateMs: toxic.ms } : { bytes }];
  }
}

function halfOf(frame: Buffer): Buffer {
  return frame.subarray(0, frame.length >> 1);
}
