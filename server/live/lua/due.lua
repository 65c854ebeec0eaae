-- Take the timers that are due.
-- KEYS[1] the timers. ARGV[1] now (ms). Output: {when the next is due or '', name, ...}.
local names = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, 256)
if #names > 0 then redis.call('ZREM', KEYS[1], unpack(names)) end
local following = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return { following[2] or '', unpack(names) }
