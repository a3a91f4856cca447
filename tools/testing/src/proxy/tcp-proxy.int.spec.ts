import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { describeWithStack } from '../stack.js';
import { TcpProxy } from './tcp-proxy.js';

describeWithStack('a proxy before Redis', ['redis'], ({ redis }) => {
  let proxy: TcpProxy;
  let key: string;

  beforeEach(async () => {
    key = `test-${randomUUID()}`;
    proxy = new TcpProxy(redis);
    await proxy.open();
  });

  afterEach(async () => {
    await proxy.close();
    await ask(await connected(redis.port), `DEL ${key}`);
  });

  async function connected(port = proxy.port): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    return socket;
  }

  async function ask(socket: Socket, line: string): Promise<string> {
    socket.write(`${line}\r\n`);
    return heard(socket);
  }

  async function heard(socket: Socket): Promise<string> {
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString();
  }

  async function stored(): Promise<string> {
    return ask(await connected(redis.port), `GET ${key}`);
  }

  /** Also of one that is reset. */
  function closed(socket: Socket): Promise<void> {
    return new Promise((resolve) => void socket.once('close', () => resolve()));
  }

  const count = async (): Promise<string> => ask(await connected(redis.port), `INCR ${key}`);

  it('passes requests and answers as they come', async () => {
    expect(await ask(await connected(), 'PING')).toBe('+PONG\r\n');
  });

  it('loses answers alone: the server has done it, and the connection stays mute when others are well again', async () => {
    const mute = await connected();
    const said: Buffer[] = [];
    mute.on('data', (data: Buffer) => said.push(data));
    proxy.inflict({ kind: 'lose', way: 'answers' });
    mute.write(`SET ${key} done\r\n`);
    await expect.poll(stored).toContain('done');
    // What was answered before this question has come before its answer.
    await stored();

    proxy.heal();
    mute.write(`APPEND ${key} -twice\r\n`);
    await expect.poll(stored).toContain('done-twice');
    expect(await ask(await connected(), 'PING')).toBe('+PONG\r\n');
    expect(said).toEqual([]);
  });

  it('loses requests alone: the server has not heard of them', async () => {
    const mute = await connected();
    expect(await ask(mute, 'PING')).toBe('+PONG\r\n');
    proxy.inflict({ kind: 'lose', way: 'requests' });
    mute.write(`SET ${key} done\r\n`);
    expect([await stored(), await stored()]).toEqual(['$-1\r\n', '$-1\r\n']);
  });

  it('holds requests until it is healed, and then they come late', async () => {
    const socket = await connected();
    proxy.inflict({ kind: 'hold', way: 'both' });
    socket.write(`INCR ${key}\r\n`);
    expect(await count()).toBe(':1\r\n');
    const answer = heard(socket);
    proxy.heal();
    expect(await answer).toBe(':2\r\n');
  });

  it('holds also what a client said that has hung up since', async () => {
    const socket = await connected();
    expect(await ask(socket, 'PING')).toBe('+PONG\r\n');
    proxy.inflict({ kind: 'hold', way: 'requests' });
    socket.end(`INCR ${key}\r\n`);
    await closed(socket.resume());
    expect(await count()).toBe(':1\r\n');
    proxy.heal();
    await expect.poll(stored).toContain('2');
  });

  it('brings answers later', async () => {
    const socket = await connected();
    proxy.inflict({ kind: 'late', way: 'answers', ms: 300 });
    const from = performance.now();
    expect(await ask(socket, 'PING')).toBe('+PONG\r\n');
    expect(performance.now() - from).toBeGreaterThan(290);
  });

  it('brings many bytes slowly, and all of them', async () => {
    const socket = await connected();
    const text = 'x'.repeat(5000);
    proxy.inflict({ kind: 'slow', way: 'requests', bytesPerSecond: 10_000 });
    const from = performance.now();
    expect(await ask(socket, `SET ${key} ${text}`)).toBe('+OK\r\n');
    expect(performance.now() - from).toBeGreaterThan(400);
    proxy.heal();
    expect(await stored()).toContain(text);
  });

  it('cuts what is there, and takes what comes', async () => {
    const socket = await connected();
    expect(await ask(socket, 'PING')).toBe('+PONG\r\n');
    const cut = closed(socket);
    proxy.cut();
    await cut;
    expect(await ask(await connected(), 'PING')).toBe('+PONG\r\n');
  });

  it('is closed also while it holds something', async () => {
    const socket = await connected();
    proxy.inflict({ kind: 'hold', way: 'both' });
    socket.write('PING\r\n');
    const cut = closed(socket);
    await proxy.close();
    await cut;
    await expect.poll(() => proxy.clients).toBe(0);
  });
});
