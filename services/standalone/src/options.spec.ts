import { describe, expect, it, vi } from 'vitest';
import { readOptions } from './options.js';

describe('the options of the engine', () => {
  it('name a folder by the command line, else by the environment, else in the current folder', () => {
    expect(readOptions(['--data', '/a'], { MILLRACE_DATA: '/b' }).data).toBe('/a');
    expect(readOptions([], { MILLRACE_DATA: '/b' }).data).toBe('/b');
    expect(readOptions([], {}).data).toBe(`${process.cwd()}/.millrace`);
  });

  it('refuse a port beside a socket', () => {
    expect(() => readOptions(['--port', '0', '--socket', '/s'], {})).toThrow(
      '--port and --socket exclude each other',
    );
  });

  it('refuse a socket whose path has no room in an address, before anything is made', () => {
    expect(readOptions(['--socket', `/${'a'.repeat(100)}`], {}).socket).toHaveLength(101);
    expect(() => readOptions(['--socket', `/${'a'.repeat(107)}`], {})).toThrow(
      /--socket: its path has more than \d+ bytes/,
    );
    expect(() => readOptions(['--socket', `/${'ü'.repeat(60)}`], {})).toThrow(
      '--socket: its path has more than',
    );
  });

  it('say so when the current folder, which a path is relative to, is gone', () => {
    vi.spyOn(process, 'cwd').mockImplementation(() => {
      throw new Error('ENOENT: uv_cwd');
    });
    expect(() => readOptions([], {})).toThrow('The current folder is gone');
    expect(readOptions(['--data', '/a'], {}).data).toBe('/a');
  });
});
