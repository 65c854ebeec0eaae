-- Everything the queue believes, to compare with the database.
-- KEYS: see epoch.lua. ARGV: epoch.
-- Output: {{conversation, class, ...} waiting, {score, ...} of these, {conversation, ...} in flight,
--   {{agent, record, load, proposals in flight, idle since}, ...}}.
local waiting = redis.call('HGETALL', P .. 'need')
local scores = {}
for i = 1, #waiting, 2 do
  scores[#scores + 1] = redis.call('ZSCORE', P .. 'q:' .. waiting[i + 1], waiting[i])
end
local records = redis.call('HGETALL', P .. 'agent')
local agents = {}
for i = 1, #records, 2 do
  local agent = records[i]
  agents[#agents + 1] = { agent, records[i + 1], number('load', agent), number('held', agent), number('idle', agent) }
end
return { waiting, scores, redis.call('HKEYS', P .. 'flight'), agents }
