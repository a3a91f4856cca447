import type { InputPosition } from '@millrace/events';
import type { Invariant } from '../invariant.js';

/** Time, inputs and marks of a partition only go forward. */
export const neverBack: Invariant = {
  name: 'I16',
  promise:
    'Within a partition time never falls, no input is taken twice or out of order, and the mark of done effects never falls.',
  watch: ({ violated }) => {
    const partitions = new Map<number, Marks>();
    return {
      record: ({ partition, offset, record }) => {
        const marks = partitions.get(partition) ?? new Marks();
        partitions.set(partition, marks);
        const where = { partition, offset };
        if (record.now < marks.now) violated(where, `Time falls from ${marks.now} to ${record.now}.`);
        if (record.doneTo < marks.doneTo)
          violated(where, `doneTo falls from ${marks.doneTo} to ${record.doneTo}.`);
        if (record.doneTo > offset) violated(where, `doneTo is ${record.doneTo}, beyond the record itself.`);
        const old = record.input && marks.taken(record.input);
        if (record.input && old !== undefined) {
          violated(where, `The input ${record.input.topic}:${record.input.offset} is taken after ${old}.`);
        }
        marks.now = Math.max(marks.now, record.now);
        marks.doneTo = Math.max(marks.doneTo, record.doneTo);
      },
    };
  },
};

class Marks {
  now = 0;
  doneTo = 0;
  private readonly inputs = new Map<InputPosition['topic'], number>();

  /** Moves the position on; gives the last one when the input is not beyond it. */
  taken({ topic, offset }: InputPosition): number | undefined {
    const last = this.inputs.get(topic) ?? -1;
    if (offset <= last) return last;
    this.inputs.set(topic, offset);
    return undefined;
  }
}
