import { describe, expect, it } from 'vitest';
import { addressFailureOf } from './open-address.js';

const failed = (code: string): Error => Object.assign(new Error(code), { code });

describe('an address that the server cannot listen at', () => {
  it('is a conflict when it is in use', () => {
    expect(addressFailureOf(failed('EADDRINUSE'), { port: 80 })).toMatchObject({
      message:
        'Could not listen at port 80 of 127.0.0.1: another program has it. Give another with --port (0: any that is free).',
      exitCode: 7,
    });
    expect(addressFailureOf(failed('EADDRINUSE'), { socket: '/s' })).toMatchObject({
      message: expect.stringMatching(
        /^Could not listen at \/s: another program listens there, .+ Give another with --socket\.$/,
      ),
      exitCode: 7,
    });
  });

  it.each(['EACCES', 'EROFS', 'ENOENT', 'ENOTDIR', 'EINVAL'])(
    'is wrong usage when the system says %s',
    (code) => {
      expect(addressFailureOf(failed(code), { socket: '/s' })).toMatchObject({
        message: expect.stringMatching(
          /^Could not listen at \/s: its folder .+\. Give another with --socket\.$/,
        ),
        exitCode: 2,
      });
    },
  );

  it('is not to blame for anything else', () => {
    expect(addressFailureOf(failed('EMFILE'), { port: 80 })).toBeUndefined();
    expect(addressFailureOf(new TypeError('no'), { port: 80 })).toBeUndefined();
  });
});
