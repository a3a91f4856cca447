/** Parts of kafkajs 2.2.4 that it does not declare. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  class RequestQueue {
    readonly pending: readonly unknown[];
    scheduleCheckPendingRequests(): void;
  }
  export = RequestQueue;
}

declare module 'kafkajs/src/network/connection.js' {
  import type { Socket } from 'node:net';

  class Connection {
    readonly socket?: Socket;
    send(request: object): Promise<unknown>;
  }
  export = Connection;
}

declare module 'kafkajs/src/broker/index.js' {
  class Broker {
    produce(request: object): Promise<object>;
  }
  export = Broker;
}
