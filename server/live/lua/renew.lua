-- Renew leases.
-- KEYS[1] the leases of a workspace. ARGV: how long they last (ms), how long to remember ended ones (ms), holder, ...
-- Output: how many were not there before.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
local fresh = 0
for i = 3, #ARGV do
  fresh = fresh + redis.call('ZADD', KEYS[1], now + tonumber(ARGV[1]), ARGV[i])
end
return fresh
