-- Part: what a board must learn. Input: the number of the last change it knows, 0 for none.
-- Output: {number of the last change, 1 when this is everything and what is not named is not there,
--   mark of the rules last set or '', deadline of the oldest proposal in flight or '', {serial, conversation, ...} of those past it,
--   {{agent, {field, value, ...}, preferring} ...}, {{class, conversation, score, facts} or {class} ...}};
--   preferring: {conversation, class, score, facts} of the first who would rather have this agent, or {}.
local function first(list)
  local found = redis.call('ZRANGE', list, 0, 0, 'WITHSCORES')
  if not found[1] then return nil end
  local class = redis.call('HGET', P .. 'need', found[1])
  return found[1], class, found[2], redis.call('HGET', P .. 'facts', found[1])
end

local function changes(seen)
  local all = seen == 0 or seen < tonumber(redis.call('GET', P .. 'floor') or '0')
  local agents, classes = {}, {}
  if all then
    agents, classes = redis.call('SMEMBERS', P .. 'agents'), redis.call('SMEMBERS', P .. 'classes')
  else
    for _, what in ipairs(redis.call('ZRANGEBYSCORE', P .. 'news', '(' .. seen, '+inf')) do
      local list = what:sub(1, 2) == 'a:' and agents or classes
      list[#list + 1] = what:sub(3)
    end
  end
  for i, agent in ipairs(agents) do
    agents[i] = { agent, redis.call('HGETALL', P .. 'a:' .. agent), { first(P .. 'mine:' .. agent) } }
  end
  for i, class in ipairs(classes) do
    local conversation, _, score, facts = first(P .. 'q:' .. class)
    classes[i] = conversation and { class, conversation, score, facts } or { class }
  end
  local late = {}
  for _, serial in ipairs(redis.call('ZRANGEBYSCORE', P .. 'picks', '-inf', now, 'LIMIT', 0, 64)) do
    late[#late + 1] = serial
    late[#late + 1] = cjson.decode(redis.call('HGET', P .. 'pick', serial)).conversation
  end
  local oldest = redis.call('ZRANGE', P .. 'picks', 0, 0, 'WITHSCORES')
  local last = tonumber(redis.call('GET', P .. 'change') or '0')
  local rules = redis.call('GET', P .. 'rules') or ''
  return { last, all and 1 or 0, rules, oldest[2] or '', late, agents, classes }
end
