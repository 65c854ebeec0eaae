-- A conversation's place among those of its language and team, from 1.
-- KEYS: see epoch.lua. ARGV: epoch, conversation. Output: the place, 0 when it does not wait.
if redis.call('HEXISTS', P .. 'flight', ARGV[2]) == 1 then return 1 end
local class = redis.call('HGET', P .. 'need', ARGV[2])
if not class then return 0 end
local score = redis.call('ZSCORE', P .. 'q:' .. class, ARGV[2])
local language, team = unpack(cjson.decode(class))
local place = 1 + redis.call('ZRANK', P .. 'q:' .. class, ARGV[2])
for _, other in ipairs(redis.call('ZRANGE', P .. 'classes', 0, -1)) do
  local its_language, its_team = unpack(cjson.decode(other))
  if other ~= class and its_language == language and its_team == team then
    place = place + redis.call('ZCOUNT', P .. 'q:' .. other, '-inf', '(' .. score)
  end
end
return place
