-- Everything the queue believes, to compare with the database.
-- KEYS: see epoch.lua. ARGV: epoch.
-- Output: {{{conversation, class, score, facts}, ...} waiting, {conversation, ...} in flight, {{agent, {field, value, ...}}, ...}}.
local waiting, agents = {}, {}
local needs = redis.call('HGETALL', P .. 'need')
for i = 1, #needs, 2 do
  local score = redis.call('ZSCORE', P .. 'q:' .. needs[i + 1], needs[i])
  waiting[#waiting + 1] = { needs[i], needs[i + 1], score, redis.call('HGET', P .. 'facts', needs[i]) }
end
for _, agent in ipairs(redis.call('SMEMBERS', P .. 'agents')) do
  agents[#agents + 1] = { agent, redis.call('HGETALL', P .. 'a:' .. agent) }
end
return { waiting, redis.call('HKEYS', P .. 'flight'), agents }
