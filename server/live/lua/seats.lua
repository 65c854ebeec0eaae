-- Part: agents. `agents` all of them; `a:<agent>` has `record` (JSON, what does not change with each conversation), `load` by
-- the database and `k:<work>` conversations of a kind of work; `held` and `h:<work>` the same for proposals in flight;
-- `idle` since when (ms); `rev` counts what the database said.
local function number(agent, field)
  return tonumber(redis.call('HGET', P .. 'a:' .. agent, field) or '0')
end

local function hold(agent, pick, by)
  redis.call('HINCRBY', P .. 'a:' .. agent, 'held', by * pick.weight)
  redis.call('HINCRBY', P .. 'a:' .. agent, 'h:' .. pick.work, by)
end

local function room(agent, weight, work)
  local text = redis.call('HGET', P .. 'a:' .. agent, 'record')
  if not text then return false end
  local record = cjson.decode(text)
  local limit = record.limits[work]
  return record.on and record.open
    and number(agent, 'load') + number(agent, 'held') + weight <= record.capacity
    and (not limit or number(agent, 'k:' .. work) + number(agent, 'h:' .. work) < limit)
end
