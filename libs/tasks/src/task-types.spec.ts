import { expect, it } from 'vitest';
import { taskType, taskTypes } from './task-types.js';

it('lists the task types of the format, and finds each by its name', () => {
  expect(taskTypes.map(({ type }) => type)).toEqual(['noop', 'shell', 'python', 'http']);
  for (const type of taskTypes) expect(taskType(type.type)).toBe(type);
});

it('knows no other names, those of every object among them', () => {
  for (const name of ['switch', '', 'toString', '__proto__']) expect(taskType(name)).toBeUndefined();
});
