import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { INSPECTED, inspectorUrl, lookInside, withoutInspector } from './inspector.js';

const LOOK_MS = 10_000;

async function urlOf(child: ChildProcess): Promise<string> {
  let errors = '';
  child.stderr?.on('data', (data: Buffer) => (errors += data.toString()));
  await expect.poll(() => inspectorUrl(errors), { timeout: LOOK_MS }).toBeDefined();
  return inspectorUrl(errors) ?? '';
}

function started(script: string): ChildProcess {
  const child = spawn(process.execPath, ['-e', script], { env: { ...process.env, ...INSPECTED } });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

it('tells what a process keeps alive, without what is garbage', async () => {
  const keeps = 'globalThis.kept = Array.from({ length: 1e6 }, (_, at) => ({ at }));';
  const drops = 'for (let at = 0; at < 1e6; at += 1) globalThis.last = { at };';
  const lives = 'setInterval(() => undefined, 1e6);';
  const large = await lookInside(await urlOf(started(keeps + lives)), LOOK_MS);
  const small = await lookInside(await urlOf(started(drops + lives)), LOOK_MS);
  expect(large.heap).toBeGreaterThan(20e6);
  expect(small.heap).toBeLessThan(10e6);
  expect(small.timers).toBe(1);
});

it('counts what other threads keep, and these go on', async () => {
  const thread = "globalThis.kept = Array.from({ length: 1e6 }, (_, at) => ({ at })); console.error('kept');";
  const inThread = `${thread} setInterval(() => undefined, 1e6);`;
  const child = started(
    `new (require('node:worker_threads').Worker)(${JSON.stringify(inThread)}, { eval: true });`,
  );
  const url = await urlOf(child);
  await expect
    .poll(async () => (await lookInside(url, LOOK_MS)).heap, { timeout: LOOK_MS })
    .toBeGreaterThan(20e6);
  expect((await lookInside(url, LOOK_MS)).heap).toBeGreaterThan(20e6);
  expect(child.exitCode).toBeNull();
});

it('leaves out what an inspector says, and nothing else', async () => {
  const child = started("console.error('one'); process.stdin.resume();");
  let errors = '';
  child.stderr?.on('data', (data: Buffer) => (errors += data.toString()));
  await lookInside(await urlOf(child), LOOK_MS);
  await expect.poll(() => errors, { timeout: LOOK_MS }).toContain('Debugger ending');
  child.stdin?.end();
  await once(child, 'close');
  expect(withoutInspector(errors)).toBe('one\n');
});

it('lets a process that it has looked at end, and does not wait for one that stands still', async () => {
  const child = started("process.stdin.on('end', () => process.exit(3)); process.stdin.resume();");
  const url = await urlOf(child);
  await lookInside(url, LOOK_MS);
  child.kill('SIGSTOP');
  await expect(lookInside(url, 300)).rejects.toThrow('says nothing');
  child.kill('SIGCONT');
  const ended = once(child, 'exit');
  child.stdin?.end();
  expect(await ended).toEqual([3, null]);
});
