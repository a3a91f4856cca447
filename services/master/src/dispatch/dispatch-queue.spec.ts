import { describe, expect, it } from 'vitest';
import { DispatchQueue } from './dispatch-queue.js';

function drain(queue: DispatchQueue<string>): readonly string[] {
  const items: string[] = [];
  for (let item = queue.pop(); item !== undefined; item = queue.pop()) items.push(item);
  return items;
}

describe('a dispatch queue', () => {
  it('takes the higher priority first: that of the run, then that of the task', () => {
    const queue = new DispatchQueue<string>();
    queue.push('low', [3, 0], 'low run, highest task');
    queue.push('high', [1, 4], 'high run, lowest task');
    queue.push('high', [1, 2], 'high run, medium task');
    expect(drain(queue)).toEqual(['high run, medium task', 'high run, lowest task', 'low run, highest task']);
  });

  it('lets runs of the same priority take turns', () => {
    const queue = new DispatchQueue<string>();
    for (const item of ['big 1', 'big 2', 'big 3']) queue.push('big', [2, 2], item);
    queue.push('small', [2, 2], 'small 1');
    expect(drain(queue)).toEqual(['big 1', 'small 1', 'big 2', 'big 3']);
  });

  it('takes what is older first within a run', () => {
    const queue = new DispatchQueue<string>();
    for (const item of ['1', '2', '3']) queue.push('run', [2, 2], item);
    expect(queue.pop()).toBe('1');
    queue.push('run', [2, 2], '4');
    expect(drain(queue)).toEqual(['2', '3', '4']);
  });

  it('knows its size, and drops what is not to be kept', () => {
    const queue = new DispatchQueue<string>();
    for (const item of ['1', '2', '3']) queue.push('run', [2, 2], item);
    queue.push('gone', [0, 0], 'gone');
    queue.pop();
    queue.retain((item) => item !== '2');
    expect(queue.size).toBe(2);
    expect(drain(queue)).toEqual(['1', '3']);
    expect(queue.size).toBe(0);
  });

  it('refuses a priority that there is not', () => {
    expect(() => new DispatchQueue<string>().push('run', [5, 0], 'item')).toThrow('no priority 5/0');
  });
});
