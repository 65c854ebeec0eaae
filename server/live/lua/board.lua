-- What a decision looks at: the head of each class, oldest first, and who could take it.
-- KEYS: see epoch.lua. ARGV: epoch, how many agents a list, how many classes, first class.
-- Output: {deadline of the oldest proposal in flight or '', {serial, conversation, ...} of those past it,
--   {{class, conversation, score, {agent, idle, ...} speakers, {...} anyone, speakers on, anyone on}, ...}}.
local width = tonumber(ARGV[2])

local function present(pool, declined)
  local count = redis.call('SCARD', P .. 'on:' .. pool)
  for _, agent in ipairs(declined) do
    count = count - redis.call('SISMEMBER', P .. 'on:' .. pool, agent)
  end
  return count
end

local function free(pool, declined)
  local no = {}
  for _, agent in ipairs(declined) do no[agent] = true end
  local found = {}
  local seats = redis.call('ZRANGE', P .. 'free:' .. pool, 0, width + #declined - 1, 'WITHSCORES')
  for i = 1, #seats, 2 do
    if not no[seats[i]] and #found < 2 * width then
      found[#found + 1] = seats[i]
      found[#found + 1] = seats[i + 1]
    end
  end
  return found
end

local function head(class)
  local first = redis.call('ZRANGE', P .. 'q:' .. class, 0, 0, 'WITHSCORES')
  local language, team, _, declined = unpack(cjson.decode(class))
  local speak, any = team .. '|' .. language, team .. '|*'
  local anyone_on = present(any, declined)
  local asked = anyone_on > 0 and declined or {}
  return {
    class, first[1], first[2], free(speak, asked), free(any, asked), present(speak, declined), anyone_on,
  }
end

local late = {}
for _, serial in ipairs(redis.call('ZRANGEBYSCORE', P .. 'picks', '-inf', now, 'LIMIT', 0, 64)) do
  late[#late + 1] = serial
  late[#late + 1] = cjson.decode(redis.call('HGET', P .. 'pick', serial)).conversation
end
local oldest = redis.call('ZRANGE', P .. 'picks', 0, 0, 'WITHSCORES')
local heads = {}
local last = tonumber(ARGV[4]) + tonumber(ARGV[3]) - 1
for _, class in ipairs(redis.call('ZRANGE', P .. 'classes', ARGV[4], last)) do
  heads[#heads + 1] = head(class)
end
return { oldest[2] or '', late, heads }
