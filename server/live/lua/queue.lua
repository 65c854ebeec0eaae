-- Part: conversations. `need` conversation -> class, `q:<class>` sorted by place, `classes` sorted by their heads' place,
-- `flight` conversation -> serial of the proposal that took it out.
local function refresh(class)
  local head = redis.call('ZRANGE', P .. 'q:' .. class, 0, 0, 'WITHSCORES')
  if head[1] then
    redis.call('ZADD', P .. 'classes', head[2], class)
  else
    redis.call('ZREM', P .. 'classes', class)
  end
end

local function leave(conversation)
  local class = redis.call('HGET', P .. 'need', conversation)
  if not class then return nil end
  local score = redis.call('ZSCORE', P .. 'q:' .. class, conversation)
  redis.call('ZREM', P .. 'q:' .. class, conversation)
  redis.call('HDEL', P .. 'need', conversation)
  refresh(class)
  return score
end

local function enter(conversation, class, score)
  leave(conversation)
  redis.call('HSET', P .. 'need', conversation, class)
  redis.call('ZADD', P .. 'q:' .. class, score, conversation)
  refresh(class)
end
