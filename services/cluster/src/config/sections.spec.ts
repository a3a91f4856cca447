import { ConfigError, loadConfig } from '@millrace/config';
import { OVERLOAD_THRESHOLDS } from '@millrace/registry';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sectionsOf } from './sections.js';

const { master, worker } = sectionsOf('master');
const schema = z.strictObject({ master, worker });
const FOLDER = { MILLRACE_WORKER_FOLDER: '/w' };

function load(yaml = '', env: Readonly<Record<string, string>> = {}) {
  return loadConfig(schema, { file: 'm.yaml', env: { ...FOLDER, ...env }, readText: () => yaml });
}

/** What is wrong with it. */
function problems(yaml: string): readonly string[] {
  try {
    load(yaml);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('how workers are chosen', () => {
  it('is by health score, where nothing else is said', () => {
    expect(load().master.workerChoice).toEqual({ default: 'health', groups: {} });
  });

  it('can be said for each group', () => {
    const yaml =
      'master: { workerChoice: { default: random, groups: { gpu: { policy: pinned, workers: [w1, w2] } } } }';
    expect(load(yaml).master.workerChoice).toEqual({
      default: 'random',
      groups: { gpu: { policy: 'pinned', workers: ['w1', 'w2'] } },
    });
  });

  it('can be said by a variable, for all groups', () => {
    const env = { MILLRACE_MASTER_WORKER_CHOICE_DEFAULT: 'round-robin' };
    expect(load('', env).master.workerChoice.default).toBe('round-robin');
  });

  it.each([
    ['an unknown policy', '{ default: fastest }'],
    ['an unknown policy of a group', '{ groups: { gpu: { policy: fastest } } }'],
    ['pinned workers for all groups', '{ default: pinned }'],
    ['pinned workers without a name', '{ groups: { gpu: { policy: pinned } } }'],
    ['workers where none are pinned', '{ groups: { gpu: { policy: random, workers: [w1] } } }'],
  ])('is refused with %s', (_, text) => {
    expect(problems(`master: { workerChoice: ${text} }`)).toHaveLength(1);
  });
});

describe('the protection from overload', () => {
  it('is on by default, but for a full cpu: slots are to be used', () => {
    const { master: ofMaster, worker: ofWorker } = load();
    expect(ofMaster.overload).toEqual({ heap: 0.9, loopDelay: 1000 });
    expect(ofWorker.overload).toEqual({ ...OVERLOAD_THRESHOLDS, cpu: 0 });
  });

  it('can be set, and switched off by 0, each measure by itself', () => {
    const env = {
      MILLRACE_MASTER_OVERLOAD_HEAP: '0',
      MILLRACE_MASTER_OVERLOAD_LOOP_DELAY: '250ms',
      MILLRACE_WORKER_OVERLOAD_CPU: '0',
      MILLRACE_WORKER_OVERLOAD_DISK_FREE: '1GiB',
    };
    const { master: ofMaster, worker: ofWorker } = load('', env);
    expect(ofMaster.overload).toEqual({ heap: 0, loopDelay: 250 });
    expect(ofWorker.overload).toEqual({ cpu: 0, memory: 0.95, diskFree: 1024 ** 3 });
  });

  it.each(['cpu: 1.5', 'memory: -1', 'diskFree: lots', 'gpu: 0.5'])('is refused with %s', (text) => {
    expect(problems(`worker: { overload: { ${text} } }`)).toHaveLength(1);
  });
});
