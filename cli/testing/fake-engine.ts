/**
 * Stands in for the engine, in one file that Node runs as it is: one run of one task that ends as the key `x-ends` of
 * the workflow file says. `succeeded` and `failed` end at once, `never` when it is stopped, `deaf` not even then,
 * `crash` takes the engine with it. The data folder is in use when it holds a file `lock`.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

export const FAKE_RUN = '0193a1b2-c3d4-8001-8000-00000000002a';
export const FAKE_TOKEN = 'mrt_0123456789abcdef0123456789abcdef';

const AT = '2026-11-20T03:12:07.480Z';
const TAIL = ['step 1', '\u001b]0;pwned\u0007\u001b[31mstep 2'];

type Json = Record<string, unknown>;
type Reply = (status: number, body: Json) => void;

interface World {
  /** What the workflow file says, then `stopped` when the run was stopped. */
  ends: string;
  readonly requests: string[];
  readonly streams: Set<ServerResponse>;
}

const isOver = ({ ends }: World): boolean => ['succeeded', 'failed', 'stopped'].includes(ends);

function runOf(world: World): Json {
  const state = isOver(world) ? world.ends : 'running';
  return {
    id: FAKE_RUN,
    project: 'default',
    workflow: 'fake',
    version: 1,
    definition: 'd',
    state,
    round: 1,
    params: {},
    labels: {},
    trigger: 'exec',
    priority: 'medium',
    logicalDate: AT,
    startedAt: AT,
    endedAt: isOver(world) ? AT : null,
    counts: { [taskState(world)]: 1 },
    position: '0:1:a',
  };
}

function taskState({ ends }: World): string {
  return ends === 'stopped' ? 'killed' : ends === 'succeeded' || ends === 'failed' ? ends : 'running';
}

function taskOf(world: World): Json {
  const failed = world.ends === 'failed';
  const error = { code: 'EXIT_CODE', message: 'The script ended with exit code 2.' };
  const attempt = {
    number: 1,
    worker: 'w1',
    dispatchedAt: AT,
    startedAt: AT,
    endedAt: isOver(world) ? AT : null,
  };
  return {
    task: 'a',
    type: 'shell',
    state: taskState(world),
    allowed: false,
    ...(failed ? { error } : {}),
    attempt: 1,
    outputs: {},
    queuedAt: AT,
    startedAt: AT,
    endedAt: isOver(world) ? AT : null,
    attempts: [
      {
        ...attempt,
        state: taskState(world),
        ...(failed ? { exitCode: 2, error: { ...error, logTail: TAIL } } : {}),
      },
    ],
  };
}

function problem(reply: Reply, status: number, code: string): void {
  reply(status, {
    type: 'urn:x',
    title: code,
    status,
    detail: `It is ${code}.`,
    instance: '/',
    code,
    traceId: 't',
    errors: [],
  });
}

function sendEvent(stream: ServerResponse, offset: number, type: string, task?: string): void {
  const event = {
    position: `0:${String(offset)}:a`,
    offset,
    at: AT,
    type,
    v: 1,
    task,
    data: {},
    cause: { type: 'X' },
  };
  stream.write(`id: ${String(offset)}\ndata: ${JSON.stringify(event)}\n\n`);
}

function endStream(world: World, stream: ServerResponse): void {
  sendEvent(stream, 9, { succeeded: 'RunSucceeded', failed: 'RunFailed' }[world.ends] ?? 'RunStopped');
  stream.end('event: end\ndata: {}\n\n');
}

function openStream(world: World, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  sendEvent(response, 1, 'RunStarted');
  sendEvent(response, 2, 'AttemptRunning', 'a');
  if (isOver(world)) endStream(world, response);
  else world.streams.add(response);
  if (world.ends === 'crash') process.exit(70);
}

const log = (texts: readonly string[]): Json => ({
  lines: texts.map((text, index) => ({ line: index + 1, at: AT, stream: 'stdout', text })),
  first: 1,
  next: texts.length + 1,
  total: texts.length,
  complete: true,
});

const ACCEPTED = {
  commandId: 'c',
  run: FAKE_RUN,
  position: '0:1:a',
  state: 'accepted',
  outcome: { accepted: true, duplicate: false },
};
const DETAILS = { project: 'default', name: 'fake', warnings: [] };

const ROUTES: Readonly<
  Record<string, (world: World, body: string, reply: Reply, response: ServerResponse) => void>
> = {
  'POST /workflows/validate': (_world, body, reply) => {
    if (body === '') {
      problem(reply, 400, 'EMPTY_BODY');
      return;
    }
    const problems = [
      { code: 'UNKNOWN_KEY', message: 'There is no such key.', line: 2, column: 3, hint: 'Leave it out.' },
    ];
    reply(
      200,
      body.includes('x-ends: invalid') ? { valid: false, problems } : { valid: true, tasks: 1, ...DETAILS },
    );
  },
  'PUT /projects/default/workflows/fake': (world, body, reply) => {
    world.ends = /x-ends: (\w+)/.exec(body)?.[1] ?? 'succeeded';
    reply(200, { ...DETAILS, version: 1, hash: 'h', created: true, unchanged: false });
  },
  'POST /projects/default/workflows/fake/runs': (_world, _body, reply) => {
    reply(201, ACCEPTED);
  },
  'GET /runs': (world, _body, reply) => {
    reply(200, { items: [runOf(world)], nextCursor: null, later: 'kept' });
  },
  [`GET /runs/${FAKE_RUN}`]: (world, _body, reply) => {
    reply(200, runOf(world));
  },
  [`GET /runs/${FAKE_RUN}/tasks`]: (world, _body, reply) => {
    reply(200, { items: [taskOf(world)] });
  },
  [`GET /runs/${FAKE_RUN}/tasks/a`]: (world, _body, reply) => {
    reply(200, taskOf(world));
  },
  [`GET /runs/${FAKE_RUN}/stream`]: (world, _body, _reply, response) => {
    openStream(world, response);
  },
  [`GET /runs/${FAKE_RUN}/tasks/a/attempts/1/log`]: (_world, _body, reply, response) => {
    if (response.req.headers.accept?.startsWith('text/plain') === true)
      response.end(TAIL.map((line) => `${line}\n`).join(''));
    else reply(200, log(TAIL));
  },
  [`POST /runs/${FAKE_RUN}/stop`]: (world, _body, reply) => {
    if (isOver(world)) {
      problem(reply, 409, 'RUN_ENDED');
      return;
    }
    if (world.ends === 'never') {
      world.ends = 'stopped';
      world.streams.forEach((stream) => {
        endStream(world, stream);
      });
    }
    reply(200, ACCEPTED);
  },
  [`POST /runs/${FAKE_RUN}/resume`]: (_world, _body, reply) => {
    problem(reply, 409, 'NOT_PAUSED');
  },
  'GET /workers': (_world, _body, reply) => {
    reply(200, { items: [] });
  },
};

export interface FakeApi {
  readonly requests: readonly string[];
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}

/** The API of one run that ends as told. */
export function fakeApi(ends = 'succeeded'): FakeApi {
  const world: World = { ends, requests: [], streams: new Set() };
  const answer = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    const reply: Reply = (status, value) => {
      const type = status < 400 ? 'application/json' : 'application/problem+json';
      response.writeHead(status, { 'content-type': type }).end(JSON.stringify(value));
    };
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = `${request.method ?? ''} ${pathname.replace('/api/v1', '')}`;
    world.requests.push(name);
    if (request.headers.authorization !== `Bearer ${FAKE_TOKEN}`) {
      problem(reply, 401, 'UNAUTHORISED');
      return;
    }
    const route = Object.hasOwn(ROUTES, name) ? ROUTES[name] : undefined;
    if (route === undefined) problem(reply, 404, 'UNKNOWN_RUN');
    else route(world, body, reply, response);
  };
  return {
    requests: world.requests,
    handle: (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        answer(request, response, body);
      });
    },
  };
}

function serve(): void {
  const options = {
    data: { type: 'string' },
    socket: { type: 'string' },
    'exit-with-parent': { type: 'boolean' },
    'drain-seconds': { type: 'string' },
    'temporary-folder': { type: 'string' },
  } as const;
  const { data = '', socket = '' } = parseArgs({ options }).values;
  if (existsSync(`${data}/lock`)) {
    console.error('The data folder is in use.');
    process.exit(7);
  }
  mkdirSync(data, { recursive: true });
  writeFileSync(`${data}/pid`, String(process.pid));
  writeFileSync(`${data}/token`, FAKE_TOKEN, { mode: 0o600 });
  process.stdin.resume().once('end', () => process.exit(0));
  process.on('SIGTERM', () => process.exit(0));
  createServer(fakeApi().handle).listen(socket, () => {
    console.log('millrace fake');
    console.log(JSON.stringify({ ready: true, socket, tokenFile: `${data}/token` }));
  });
}

if (process.argv[1] === import.meta.filename) serve();
