-- An agent as the database knows them now.
-- KEYS: see epoch.lua. ARGV: epoch, agent, record (JSON), load, idle since (ms), since (ms or ''), then pairs of a
-- kind of work and the conversations of it. Output: 1, or 0 when it changed after `since`.
-- Whoever was just proposed here is less idle than the database may know.
local agent = ARGV[2]
if changed('a:' .. agent, ARGV[6]) then return 0 end
local key = P .. 'a:' .. agent
redis.call('SADD', P .. 'agents', agent)
redis.call('HSET', key, 'record', ARGV[3], 'load', ARGV[4], 'idle', math.max(number(agent, 'idle'), tonumber(ARGV[5])))
for i = 7, #ARGV, 2 do redis.call('HSET', key, 'k:' .. ARGV[i], ARGV[i + 1]) end
redis.call('HINCRBY', key, 'rev', 1)
tell('a:' .. agent)
touch('a:' .. agent)
return 1
