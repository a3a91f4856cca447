import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

/**
 * kafkajs 2.2.4 looks after every answer when it may send what had to wait, and then again each millisecond for ever,
 * although nothing waits: 0.15 % of a core for each connection, and a warning of Node about a negative time. A request
 * that has to wait asks for the look by itself.
 */
export function mendRequestQueue(): void {
  const queue = RequestQueue.prototype as RequestQueue & { mended?: true };
  if (queue.mended) return;
  queue.mended = true;
  const schedule = Reflect.get(queue, 'scheduleCheckPendingRequests');
  queue.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
}
