import kafkajs from 'kafkajs';
import Connection from 'kafkajs/src/network/connection.js';

/**
 * kafkajs 2.2.4 uses a connection for ever on which an answer did not come in time. Where a firewall has forgotten it,
 * or the machine behind it is gone, nothing comes on it any more, and nobody closes it: a reader stood still until the
 * kernel gave it up after a quarter of an hour. It is left, and the next request opens another one.
 */
export function leaveMuteConnections(): void {
  const connection = Connection.prototype as Connection & { left?: true };
  if (connection.left) return;
  connection.left = true;
  const send = Reflect.get(connection, 'send');
  connection.send = async function (this: Connection, request) {
    const { socket } = this;
    try {
      return await send.call(this, request);
    } catch (error) {
      if (error instanceof kafkajs.KafkaJSRequestTimeoutError) socket?.destroy(error);
      throw error;
    }
  };
}
