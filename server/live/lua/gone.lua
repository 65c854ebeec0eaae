-- A conversation waits no longer.
-- KEYS: see epoch.lua. ARGV: epoch, conversation, since (ms or '').
-- Output: 1, or 0 when it changed after `since`.
if changed('c:' .. ARGV[2], ARGV[3]) then return 0 end
redis.call('HDEL', P .. 'flight', ARGV[2])
local _, _, class = leave(ARGV[2])
if class then served(class) end
touch('c:' .. ARGV[2])
return 1
