import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Server } from 'node:tls';
import { createServer } from 'node:tls';
import { randomUUID } from 'node:crypto';
import { describeWithStack } from '@millrace/testing';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { presenceOf } from '../../testing/index.js';
import { RedisRegistry } from './redis-registry.js';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** A certificate for `localhost` alone, signed by itself, and its key. */
function makeCertificate(): { readonly cert: string; readonly key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-registry-'));
  try {
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const form = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', ...form, ...names, '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describeWithStack('a Redis behind TLS', ['redis'], ({ redis }) => {
  let server: Server;
  let ca = '';
  let port = 0;
  const serverNames: string[] = [];

  beforeAll(async () => {
    if (!hasOpenssl) return;
    const { cert, key } = makeCertificate();
    ca = cert;
    server = createServer({ cert, key }, (client) => {
      serverNames.push(client.servername || 'none');
      const plain = connect(redis.port, redis.host);
      for (const [one, other] of [
        [client, plain],
        [plain, client],
      ] as const) {
        one.on('error', () => undefined);
        one.on('close', () => other.destroy());
        one.pipe(other);
      }
    });
    server.on('tlsClientError', () => undefined);
    server.listen(0, 'localhost');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    if (hasOpenssl) server.close();
  });

  const open = (host: string, trusted: boolean): RedisRegistry => {
    const prefix = `millrace-test-${randomUUID()}:`;
    const registry = RedisRegistry.open({ url: `rediss://${host}:${port}`, prefix, ...(trusted && { ca }) });
    onTestFinished(() => registry.close());
    return registry;
  };

  it.skipIf(!hasOpenssl)('is reached when its authority is known', async () => {
    const registry = open('localhost', true);
    expect(await registry.renew(presenceOf('one'), 1_000)).toBe('renewed');
    await registry.leave(presenceOf('one'));
    expect(serverNames).toContain('localhost');
  });

  it.skipIf(!hasOpenssl)('is refused when its authority is not known', async () => {
    await expect(open('localhost', false).members('worker')).rejects.toThrow(/self-signed certificate/);
  });

  it.skipIf(!hasOpenssl)('is refused when its certificate is for another name', async () => {
    const { address } = server.address() as AddressInfo;
    const host = address.includes(':') ? `[${address}]` : address;
    await expect(open(host, true).members('worker')).rejects.toThrow(/IP: .* is not in the cert's list/);
  });
});
