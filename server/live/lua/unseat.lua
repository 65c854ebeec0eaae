-- An agent is no longer there at all.
-- KEYS: see epoch.lua. ARGV: epoch, agent, since (ms or ''). Output: 1, or 0 when it changed after `since`.
if changed('a:' .. ARGV[2], ARGV[3]) then return 0 end
stand(ARGV[2])
redis.call('HDEL', P .. 'agent', ARGV[2])
redis.call('HDEL', P .. 'load', ARGV[2])
redis.call('HDEL', P .. 'idle', ARGV[2])
redis.call('HINCRBY', P .. 'rev', ARGV[2], 1)
touch('a:' .. ARGV[2])
return 1
