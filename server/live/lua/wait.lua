-- A conversation waits, at a place.
-- KEYS: see epoch.lua. ARGV: epoch, conversation, class (JSON), score (ms), facts (JSON), since (ms or '').
-- Output: 1, or 0 when it changed after `since`.
if changed('c:' .. ARGV[2], ARGV[6]) then return 0 end
redis.call('HDEL', P .. 'flight', ARGV[2])
enter(ARGV[2], ARGV[3], ARGV[4], ARGV[5])
touch('c:' .. ARGV[2])
return 1
