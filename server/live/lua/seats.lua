-- Part: agents. `agent` record (JSON), `load` by the database, `held` proposals in flight, `idle` since when (ms),
-- `rev` counts what the database said. Pools `on:<team>|<language>` (set) and `free:<team>|<language>` (sorted by idle);
-- an empty team and the language * stand for any.
local function number(hash, agent)
  return tonumber(redis.call('HGET', P .. hash, agent) or '0')
end

local function pools(record)
  local found = {}
  local teams = { '', unpack(record.teams) }
  local languages = { '*', unpack(record.languages) }
  for _, team in ipairs(teams) do
    for _, language in ipairs(languages) do
      found[#found + 1] = team .. '|' .. language
    end
  end
  return found
end

local function stand(agent)
  local record = redis.call('HGET', P .. 'agent', agent)
  if not record then return end
  for _, pool in ipairs(pools(cjson.decode(record))) do
    redis.call('SREM', P .. 'on:' .. pool, agent)
    redis.call('ZREM', P .. 'free:' .. pool, agent)
  end
end

local function sit(agent)
  local text = redis.call('HGET', P .. 'agent', agent)
  if not text then return end
  local record = cjson.decode(text)
  local free = record.on and record.open and number('load', agent) + number('held', agent) < record.capacity
  for _, pool in ipairs(pools(record)) do
    redis.call(record.on and 'SADD' or 'SREM', P .. 'on:' .. pool, agent)
    if free then
      redis.call('ZADD', P .. 'free:' .. pool, number('idle', agent), agent)
    else
      redis.call('ZREM', P .. 'free:' .. pool, agent)
    end
  end
end
