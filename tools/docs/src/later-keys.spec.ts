import { describe, expect, it } from 'vitest';
import { IN_TASK, IN_WORKFLOW, isLater, laterKeys } from './later-keys.js';
import { fieldsOf } from './schema-fields.js';

const fields = (properties: Readonly<Record<string, unknown>>) => fieldsOf({ type: 'object', properties });

describe('what is not yet supported', () => {
  it('is found by asking the parser', () => {
    const found = laterKeys(fields({ triggers: {}, labels: { type: 'object' } }), IN_WORKFLOW);

    expect([...found]).toEqual([['triggers', '**Not yet supported**.']]);
  });

  it('may be one value of several', () => {
    const found = laterKeys(fields({ timeoutAction: { enum: ['fail', 'alert'] } }), IN_TASK);

    expect(found.get('timeoutAction')).toBe('**Not yet supported**: `alert`.');
  });

  it.each(['secrets.A', 'event.a', 'shard.index', 'project.params.a', "ds('$[yyyyMMdd]')", "raw('a')"])(
    'of expressions is what the page names: %s',
    (expression) => {
      expect(isLater(IN_TASK({ if: `${expression} == 1` }))).toBe(true);
    },
  );

  it.each([
    'params.sample == 1',
    "run.logicalDate.minusDays(1).format('yyyy') == ''",
    'run.startTime == run.scheduledTime && run.id == run.trigger && run.round > 0 && size(run.labels) == 0',
  ])('is nothing that the page tells to write: %s', (expression) => {
    expect(isLater(IN_TASK({ if: expression }))).toBe(false);
  });
});
