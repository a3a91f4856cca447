import { EventLog, decodeRecord } from '@millrace/events';
import { Injectable } from '@nestjs/common';
import { ApiProblem } from '../http/api-problem.js';

/** The incarnation of each partition of `workflow-events`, as its record 0 says; read once. */
@Injectable()
export class LogIds {
  private readonly known = new Map<number, string>();

  constructor(private readonly log: EventLog) {}

  async of(partition: number): Promise<string> {
    const known = this.known.get(partition);
    if (known !== undefined) return known;
    const { start } = await this.log.bounds('workflow-events', partition);
    const { records } = await this.log.read('workflow-events', partition, start, 1);
    const [first] = records;
    if (!first) throw new ApiProblem(503, 'STARTING', 'The log is being made: try again in a moment.', RETRY);
    const { logId } = decodeRecord(first.value);
    this.known.set(partition, logId);
    return logId;
  }
}

const RETRY = { headers: { 'retry-after': '1' } };
