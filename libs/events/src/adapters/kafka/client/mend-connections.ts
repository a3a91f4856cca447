import type { Socket } from 'node:net';
import kafkajs from 'kafkajs';
import Connection from 'kafkajs/src/network/connection.js';

const LENGTH_BYTES = 4;
/** Milliseconds after which a request is given up that kafkajs, which should have done that, has forgotten. */
const FORGOTTEN_AFTER = 2_000;

/**
 * What kafkajs 2.2.4 does with connections that break, and what is done instead. Each of these can make a reader stand
 * still for ever.
 *
 * - One that is opened again begins with what had come of an answer on the one before, and all that follows is read
 *   wrong; what one was to be told while it logged in is told to the next. Each begins anew.
 * - Requests that come at the same time each open one, and their answers get mixed. They wait for the same.
 * - One that is left while it is opened is opened all the same, and who waits for that uses it. They are told.
 * - One that is closed gets a listener more, for ever, each time that it is left again. It is forgotten.
 * - One that is closed while it is being left tells nobody. All who wait for an answer are told.
 * - One on which an answer did not come in time is used for ever: where a firewall has forgotten it, or the machine
 *   behind it is gone, nobody closes it. It is left, and the next request opens another one.
 * - Nobody looks after the time of requests on one that is being left, or of a login. Each has a clock of its own.
 */
export function mendConnections(): void {
  const connection = Connection.prototype as Connection & { mended?: true };
  if (connection.mended) return;
  connection.mended = true;
  const connect = Reflect.get(connection, 'connect');
  const disconnect = Reflect.get(connection, 'disconnect');
  const send = Reflect.get(connection, 'send');
  const sendAuthRequest = Reflect.get(connection, 'sendAuthRequest');

  connection.connect = function (this: Connection) {
    if (this.isConnected()) return Promise.resolve(true);
    this.opening ??= open(this).finally(() => delete this.opening);
    return this.opening;
  };

  connection.disconnect = function (this: Connection) {
    const { socket } = this;
    if (socket?.connecting || socket?.destroyed) {
      delete this.socket;
      socket.destroy(closedError(this));
    }
    return disconnect.call(this);
  };

  connection.send = function (this: Connection, request) {
    return inTime(this, send.call(this, request), request.requestTimeout ?? 0);
  };

  connection.sendAuthRequest = function (this: Connection, request) {
    return inTime(this, sendAuthRequest.call(this, request), 0);
  };

  function open(one: Connection): Promise<boolean> {
    leave(one);
    const opened = connect.call(one);
    const { socket } = one;
    return socket ? Promise.race([opened, closedOf(one, socket)]) : opened;
  }
}

/** Whatever was asked on it, and is not answered, is not answered any more. */
function leave(one: Connection): void {
  one.rejectRequests(closedError(one));
  one.socket?.destroy();
  one.authHandlers = null;
  one.authExpectResponse = false;
  one.chunks = [];
  one.bytesBuffered = 0;
  one.bytesNeeded = LENGTH_BYTES;
}

/** Rejects when the socket is closed, and with it what was asked on it. */
function closedOf(one: Connection, socket: Socket): Promise<never> {
  const closed = Promise.withResolvers<never>();
  socket.once('close', () => {
    if (one.socket === socket) one.rejectRequests(closedError(one));
    closed.reject(closedError(one));
  });
  return closed.promise;
}

/** Rejects where the answer has not come long after it should. `own`: milliseconds that the request itself may take. */
async function inTime<T>(one: Connection, answer: Promise<T>, own: number): Promise<T> {
  const { socket, requestQueue } = one;
  const { promise: late, reject } = Promise.withResolvers<never>();
  const throttled = Math.max(0, requestQueue.throttledUntil - Date.now());
  const most = throttled + Math.max(requestQueue.requestTimeout, own) + FORGOTTEN_AFTER;
  const clock = setTimeout(() => reject(forgottenError(one, most)), most);
  try {
    return await Promise.race([answer, late]);
  } catch (error) {
    if (error instanceof kafkajs.KafkaJSRequestTimeoutError) socket?.destroy(error);
    throw error;
  } finally {
    clearTimeout(clock);
  }
}

function closedError(one: Connection): Error {
  return new kafkajs.KafkaJSConnectionError('The connection was closed', { broker: brokerOf(one) });
}

function forgottenError(one: Connection, ms: number): Error {
  const message = `No answer within ${ms} ms from ${brokerOf(one)}`;
  return Object.assign(new kafkajs.KafkaJSRequestTimeoutError(message), { broker: brokerOf(one) });
}

function brokerOf({ host, port }: Connection): string {
  return `${host}:${port}`;
}
