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
    constructor(options: {
      readonly host: string;
      readonly port: number;
      readonly logger: object;
      readonly requestTimeout: number;
      readonly connectionTimeout: number;
      readonly socketFactory: (of: { readonly onConnect: () => void }) => Socket;
    });
    readonly host: string;
    readonly port: number;
    readonly requestQueue: {
      readonly requestTimeout: number;
      readonly throttledUntil: number;
      destroy(): void;
    };
    socket?: Socket;
    /** Not of kafkajs: the opening that is under way. */
    opening?: Promise<boolean>;
    authHandlers: object | null;
    authExpectResponse: boolean;
    chunks: readonly Buffer[];
    bytesBuffered: number;
    bytesNeeded: number;
    isConnected(): boolean;
    connect(): Promise<boolean>;
    disconnect(): Promise<boolean>;
    send(request: {
      readonly request: object;
      readonly response: object;
      readonly requestTimeout?: number | null;
    }): Promise<unknown>;
    sendAuthRequest(request: object): Promise<unknown>;
    rejectRequests(error: Error): void;
  }
  export = Connection;
}

declare module 'kafkajs/src/broker/index.js' {
  class Broker {
    produce(request: object): Promise<object>;
  }
  export = Broker;
}

declare module 'kafkajs/src/protocol/encoder.js' {
  class Encoder {
    writeInt32(value: number): this;
  }
  export = Encoder;
}
