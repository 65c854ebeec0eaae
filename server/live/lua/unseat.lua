-- An agent is no longer there at all. What is held for them in flight stays known until it lands.
-- KEYS: see epoch.lua. ARGV: epoch, agent, since (ms or ''). Output: 1, or 0 when it changed after `since`.
local agent = ARGV[2]
if changed('a:' .. agent, ARGV[3]) then return 0 end
local key = P .. 'a:' .. agent
redis.call('SREM', P .. 'agents', agent)
redis.call('HDEL', key, 'record', 'load', 'idle', 'k:live', 'k:messaging', 'k:mail', 'k:marketplace')
redis.call('HINCRBY', key, 'rev', 1)
if number(agent, 'held') <= 0 then redis.call('DEL', key) end
tell('a:' .. agent)
touch('a:' .. agent)
return 1
