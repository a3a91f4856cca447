import type { CommandGateway, RunCommandRequest, SentCommand } from '../commands/command-gateway.js';
import type { CommandManner } from '../commands/command-key.js';
import { MAX_WAIT } from '../commands/command-key.js';
import { rejectionProblem } from '../commands/rejection-problem.js';
import { ApiProblem } from '../http/api-problem.js';

/**
 * Sends the starts of a batch that has a key. Each carries the hash of all, and the first goes alone: where the key was
 * used for another list its master refuses it, and nothing is started. Throws IDEMPOTENCY_CONFLICT, UNKNOWN_OUTCOME.
 */
export async function sendKeyedBatch(
  gateway: Pick<CommandGateway, 'send' | 'sendAll'>,
  [head, ...others]: readonly RunCommandRequest[],
  manner: Pick<CommandManner, 'waitMs'>,
): Promise<readonly SentCommand[]> {
  if (!head) return [];
  const first = await gateway.send(head, { waitMs: MAX_WAIT });
  if (!first.reply) {
    const text =
      'The first start of the batch was not decided in time, and the others were not sent: send it again with the same Idempotency-Key.';
    throw new ApiProblem(503, 'UNKNOWN_OUTCOME', text, { headers: { 'retry-after': '5' } });
  }
  if (first.reply.code === 'IDEMPOTENCY_CONFLICT') throw rejectionProblem(first.reply);
  return others.length === 0 ? [first] : [first, ...(await gateway.sendAll(others, manner))];
}
