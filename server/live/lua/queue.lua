-- Part: conversations. `need` conversation -> class, `facts` conversation -> {waiting since, preferred agent} (JSON),
-- `q:<class>` and `mine:<agent>` sorted by place, `classes` those of which somebody waits, `flight` conversation ->
-- serial of the proposal that took it out. `news` says what changed last: 'k:<class>' or 'a:<agent>', by number.
local NEWS = 20000
local function tell(what)
  local number = redis.call('INCR', P .. 'change')
  redis.call('ZADD', P .. 'news', number, what)
  if number % 1000 == 0 then
    local old = redis.call('ZRANGE', P .. 'news', 0, -NEWS - 1, 'WITHSCORES')
    if old[1] then
      redis.call('SET', P .. 'floor', old[#old])
      redis.call('ZREMRANGEBYRANK', P .. 'news', 0, -NEWS - 1)
    end
  end
end

local function prefers(conversation, facts, score)
  local agent = cjson.decode(facts)[2]
  if agent == '' then return end
  if score then
    redis.call('ZADD', P .. 'mine:' .. agent, score, conversation)
  else
    redis.call('ZREM', P .. 'mine:' .. agent, conversation)
  end
  tell('a:' .. agent)
end

local function refresh(class)
  local waits = redis.call('EXISTS', P .. 'q:' .. class) == 1
  redis.call(waits and 'SADD' or 'SREM', P .. 'classes', class)
  tell('k:' .. class)
end

-- Output: the place it had and its facts, nil when it did not wait.
local function leave(conversation)
  local class = redis.call('HGET', P .. 'need', conversation)
  if not class then return nil end
  local facts = redis.call('HGET', P .. 'facts', conversation)
  local score = redis.call('ZSCORE', P .. 'q:' .. class, conversation)
  redis.call('ZREM', P .. 'q:' .. class, conversation)
  redis.call('HDEL', P .. 'need', conversation)
  redis.call('HDEL', P .. 'facts', conversation)
  prefers(conversation, facts, nil)
  refresh(class)
  return score, facts, class
end

local function enter(conversation, class, score, facts)
  leave(conversation)
  redis.call('HSET', P .. 'need', conversation, class)
  redis.call('HSET', P .. 'facts', conversation, facts)
  redis.call('ZADD', P .. 'q:' .. class, score, conversation)
  prefers(conversation, facts, score)
  refresh(class)
end

-- Somebody's wait ended: what places in line are worth is measured by it.
local KEPT_TIMES, KEPT_MS = 32, 3600000
local function served(class)
  local kind = cjson.decode(class)
  local line = P .. 'served:' .. kind[1] .. '|' .. kind[2] .. '|' .. kind[7]
  redis.call('LPUSH', line, now)
  redis.call('LTRIM', line, 0, KEPT_TIMES - 1)
  redis.call('PEXPIRE', line, KEPT_MS)
end
