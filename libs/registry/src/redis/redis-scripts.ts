/**
 * A kind of members is one hash: field `name/incarnation`, value `<end of the lease> <beat> <presence as JSON>`. The end
 * is epoch milliseconds of the clock of Redis, which alone writes and compares it. The whole key runs out with its
 * longest lease.
 */

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/**
 * KEYS: the hash. ARGV: field, lease in milliseconds, beat, presence as JSON. Answers 1, or 0 for a stale beat.
 * Looks at a few other fields too and removes those that have run out, so that the dead of a kind that nobody reads do
 * not pile up.
 */
export const RENEW = `${NOW}
local key, field, ttl, beat = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local ends, last = string.match(redis.call('HGET', key, field) or '', '^(%d+) (%d+) ')
if ends and tonumber(ends) > now and tonumber(last) >= beat then
  return 0
end
redis.call('HSET', key, field, string.format('%.0f %.0f ', now + ttl, beat) .. ARGV[4])
if redis.call('PTTL', key) < ttl then
  redis.call('PEXPIRE', key, ttl)
end
local some = redis.call('HRANDFIELD', key, 3, 'WITHVALUES')
for i = 1, #some, 2 do
  local over = string.match(some[i + 1], '^(%d+) %d+ ')
  if over and tonumber(over) <= now then
    redis.call('HDEL', key, some[i])
  end
end
return 1`;

/**
 * KEYS: the hash. Answers field, value, field, value … of what lasts, and of what has no lease that can be read.
 * Removes what has run out.
 */
export const MEMBERS = `${NOW}
local all, found, over = redis.call('HGETALL', KEYS[1]), {}, {}
for i = 1, #all, 2 do
  local ends = string.match(all[i + 1], '^(%d+) %d+ ')
  if ends and tonumber(ends) <= now then
    over[#over + 1] = all[i]
  else
    found[#found + 1] = all[i]
    found[#found + 1] = all[i + 1]
  end
end
for i = 1, #over, 1000 do
  redis.call('HDEL', KEYS[1], unpack(over, i, math.min(i + 999, #over)))
end
return found`;
