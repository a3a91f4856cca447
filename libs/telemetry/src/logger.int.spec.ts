import { closeSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PinoLogger } from './logger.js';

describe('The logger', () => {
  it('fails nobody where it cannot write: the disk is full', () => {
    const fd = openSync('/dev/full', 'w');
    const logger = PinoLogger.create({ service: 'test', level: 'info', fd });

    expect(() => {
      logger.error({ err: new Error('boom') }, 'request failed');
      logger.info({}, 'goes on');
    }).not.toThrow();
    closeSync(fd);
  });
});
