-- A conversation's place in its line (queue, language and team), from 1, and how fast the line moves.
-- KEYS: see epoch.lua. ARGV: epoch, conversation.
-- Output: {place, 0 when it does not wait; waits that ended of late; ms since the oldest of these}.
local function line(class)
  local kind = cjson.decode(class)
  return kind[1] .. '|' .. kind[2] .. '|' .. kind[7]
end

local function place(conversation)
  local serial = redis.call('HGET', P .. 'flight', conversation)
  if serial then return 1, cjson.decode(redis.call('HGET', P .. 'pick', serial)).class end
  local class = redis.call('HGET', P .. 'need', conversation)
  if not class then return 0 end
  local score = redis.call('ZSCORE', P .. 'q:' .. class, conversation)
  local found = 1 + redis.call('ZRANK', P .. 'q:' .. class, conversation)
  for _, other in ipairs(redis.call('SMEMBERS', P .. 'classes')) do
    if other ~= class and line(other) == line(class) then
      found = found + redis.call('ZCOUNT', P .. 'q:' .. other, '-inf', '(' .. score)
    end
  end
  return found, class
end

local found, class = place(ARGV[2])
if not class then return { found, 0, 0 } end
local times = redis.call('LRANGE', P .. 'served:' .. line(class), 0, -1)
return { found, #times, times[1] and now - times[#times] or 0 }
