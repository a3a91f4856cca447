import { describe, expect, it } from 'vitest';
import { standaloneArguments } from '../commands/standalone.js';
import { engineArguments, engineEnvironment } from './engine-command.js';
import { parseReadyLine } from './ready-line.js';

describe('the ready line', () => {
  it('is the JSON line that says so', () => {
    expect(parseReadyLine('{"ready":true,"socket":"/tmp/s","tokenFile":"/tmp/token"}')).toEqual({
      ready: true,
      socket: '/tmp/s',
      tokenFile: '/tmp/token',
    });
  });

  it.each(['millrace 0.1.0', '{"ready":false}', '{"level":30}', '{broken', '[]', ''])('is not %s', (line) => {
    expect(parseReadyLine(line)).toBeUndefined();
  });
});

describe('the engine', () => {
  it('does not get the settings of the command line', () => {
    const env = {
      PATH: '/bin',
      MILLRACE_URL: 'u',
      MILLRACE_TOKEN: 't',
      MILLRACE_DATA: 'd',
      UNSET: undefined,
    };
    expect(engineEnvironment(env)).toEqual({ PATH: '/bin', MILLRACE_DATA: 'd' });
    expect(engineEnvironment(env, ['MILLRACE_DATA'])).toEqual({ PATH: '/bin' });
  });

  it('is started without warnings about what Node calls experimental', () => {
    const args = engineArguments('/engine.js', ['--port', '1']);
    expect(args.slice(-3)).toEqual(['/engine.js', '--port', '1']);
    expect(args).toContain('--disable-warning=ExperimentalWarning');
  });

  it('gets whole paths, and only the options that were given', () => {
    expect(standaloneArguments({ data: 'd', port: 0, keepFailed: true }, '/here')).toEqual([
      '--data',
      '/here/d',
      '--port',
      '0',
      '--keep-failed',
    ]);
    expect(standaloneArguments({}, '/here')).toEqual([]);
  });
});
