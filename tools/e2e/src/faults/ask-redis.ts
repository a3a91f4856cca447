import { once } from 'node:events';
import { connect } from 'node:net';

interface Address {
  readonly host: string;
  readonly port: number;
}

/** Puts all keys of database 0 aside, without their ends, where no client looks. */
const KEEP = `redis.call('select', 1) redis.call('del', 'kept') redis.call('select', 0)
  for _, key in ipairs(redis.call('keys', '*')) do
    local value = redis.call('dump', key)
    redis.call('select', 1) redis.call('hset', 'kept', key, value) redis.call('select', 0)
  end
  redis.call('select', 1) local count = redis.call('hlen', 'kept') redis.call('select', 0) return count`;

/** Puts them back as they were, over what is there. */
const PUT_BACK = `redis.call('select', 1) local all = redis.call('hgetall', 'kept') redis.call('select', 0)
  for at = 1, #all, 2 do redis.call('restore', all[at], 0, all[at + 1], 'replace') end return #all / 2`;

/** Gives the answer to a line in the form that people type. Throws for a refusal. */
async function askRedis({ host, port }: Address, line: string): Promise<string> {
  const socket = connect({ host, port });
  try {
    socket.write(`${line}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    if (answer.toString().startsWith('-')) throw new Error(`Redis: ${answer.toString()}`);
    return answer.toString().trim();
  } finally {
    socket.destroy();
  }
}

async function countOf(redis: Address, script: string): Promise<number> {
  const answer = await askRedis(redis, `EVAL "${script.replaceAll(/\s+/g, ' ')}" 0`);
  return Number(answer.slice(1));
}

/** Removes every key that clients see. */
export async function emptyRedis(redis: Address): Promise<void> {
  await askRedis(redis, 'FLUSHDB');
}

/** How many keys begin so. `prefix`: without spaces, quotes and what a pattern means. */
export function countKeys(redis: Address, prefix: string): Promise<number> {
  return countOf(redis, `return #redis.call('keys', '${prefix}*')`);
}

/** Remembers all keys as they are; gives how many. */
export function keepKeys(redis: Address): Promise<number> {
  return countOf(redis, KEEP);
}

/** Puts the keys that were remembered back, as a restored backup would; gives how many. They no longer run out. */
export function putKeysBack(redis: Address): Promise<number> {
  return countOf(redis, PUT_BACK);
}
