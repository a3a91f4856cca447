import type { CommandAnswer } from '@millrace/api-contract';
import { pathOf, routes } from '@millrace/api-contract';
import type { HttpReply } from '../http/http-types.js';
import { commandUrl } from './command-url.js';
import type { SentCommand } from './command-gateway.js';
import { rejectionProblem } from './rejection-problem.js';

/**
 * The answer to a command: 202 with its URL as long as its outcome is not known, `accepted` (200 or 201) when it is. A rejection is
 * thrown as a problem.
 */
export function answerCommand(sent: SentCommand, reply: HttpReply, accepted: 200 | 201): CommandAnswer {
  const { id, run, position } = answered(sent);
  reply.header('x-consistency-position', position);
  if (!sent.reply) {
    reply.header('location', commandUrl(id, position));
    return { commandId: id, run, position, state: 'pending' };
  }
  reply.code(accepted).header('location', pathOf(routes.getRun, { run }));
  const outcome = { accepted: true, duplicate: sent.reply.duplicate } as const;
  return { commandId: id, run, position, state: 'accepted', outcome };
}

/** A command that was sent before is answered with the run that it started then. */
function answered({ id, run, position, reply }: SentCommand): Pick<SentCommand, 'id' | 'run' | 'position'> {
  if (!reply) return { id, run, position };
  if (!reply.accepted) throw rejectionProblem(reply);
  return { id, run: reply.run ?? run, position: reply.position };
}
