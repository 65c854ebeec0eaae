-- An agent as the database knows them now.
-- KEYS: see epoch.lua. ARGV: epoch, agent, record (JSON: languages, teams, capacity, on, open), load, idle since (ms),
-- since (ms or ''). Output: 1, or 0 when it changed after `since`.
-- Whoever was just proposed here is less idle than the database may know.
if changed('a:' .. ARGV[2], ARGV[6]) then return 0 end
stand(ARGV[2])
redis.call('HSET', P .. 'agent', ARGV[2], ARGV[3])
redis.call('HSET', P .. 'load', ARGV[2], ARGV[4])
redis.call('HSET', P .. 'idle', ARGV[2], math.max(number('idle', ARGV[2]), ARGV[5]))
redis.call('HINCRBY', P .. 'rev', ARGV[2], 1)
sit(ARGV[2])
touch('a:' .. ARGV[2])
return 1
