import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceState } from './health-server.js';
import { HealthServer } from './health-server.js';

let state: ServiceState;
let server: HealthServer;

beforeEach(async () => {
  state = { started: false, trouble: undefined };
  server = await HealthServer.open({ host: '127.0.0.1', port: 0 }, () => state);
});

afterEach(() => server.close());

async function ask(path: string, method = 'GET'): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
  return [answer.status, await answer.json()];
}

describe('the health of a service', () => {
  it('is alive and not started before it has begun its work', async () => {
    expect(await ask('/livez')).toEqual([200, { status: 'ok' }]);
    expect(await ask('/startupz')).toEqual([503, { status: 'starting' }]);
    expect(await ask('/readyz')).toEqual([503, { status: 'starting' }]);
  });

  it('is ready once it has begun', async () => {
    state = { started: true, trouble: undefined };
    expect(await ask('/startupz')).toEqual([200, { status: 'ok' }]);
    expect(await ask('/readyz?verbose')).toEqual([200, { status: 'ok' }]);
  });

  it('is not ready while it cannot work, and says why', async () => {
    state = { started: true, trouble: 'Kafka does not answer.' };
    expect(await ask('/startupz')).toEqual([200, { status: 'ok' }]);
    expect(await ask('/readyz')).toEqual([503, { status: 'unready', detail: 'Kafka does not answer.' }]);
  });

  it('answers nothing else', async () => {
    expect(await ask('/')).toEqual([404, { status: 'not-found' }]);
    expect(await ask('/readyz', 'POST')).toEqual([405, { status: 'method-not-allowed' }]);
  });
});
