-- Who holds a lease, and whose has ended since.
-- KEYS[1] the leases of a workspace. ARGV: since (ms). Output: {now (ms), {holder, ...} alive, {holder, ...} ended}.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
return {
  now,
  redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf'),
  redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[1], now),
}
