-- End a proposal: the database kept it, or it goes back to the place it had.
-- KEYS: see epoch.lua. ARGV: epoch, serial, 'kept' or 'back', 1 when the agent's load counts the proposal already.
-- Output: 0 when there is no such proposal, 1 done, 2 done but the agent's load must be read again (the database
-- spoke of the agent while the proposal was in flight, and whether it had counted the proposal cannot be known).
local text = redis.call('HGET', P .. 'pick', ARGV[2])
if not text then return 0 end
local pick = cjson.decode(text)
local agent, conversation = pick.agent, pick.conversation
local key = P .. 'a:' .. agent
local there = redis.call('SISMEMBER', P .. 'agents', agent) == 1
redis.call('HDEL', P .. 'pick', ARGV[2])
redis.call('ZREM', P .. 'picks', ARGV[2])
hold(agent, pick, -1)
if not there and number(agent, 'held') <= 0 then redis.call('DEL', key) end

local same = there and number(agent, 'rev') == pick.rev
local mine = redis.call('HGET', P .. 'flight', conversation) == ARGV[2]
if mine then redis.call('HDEL', P .. 'flight', conversation) end
if ARGV[3] == 'kept' then
  served(pick.class)
  if ARGV[4] == '0' and same then
    redis.call('HINCRBY', key, 'load', pick.weight)
    redis.call('HINCRBY', key, 'k:' .. pick.work, 1)
  end
else
  if same and number(agent, 'idle') == pick.at then redis.call('HSET', key, 'idle', pick.idle) end
  if mine then enter(conversation, pick.class, pick.score, pick.facts) end
end
tell('a:' .. agent)
touch('c:' .. conversation)
touch('a:' .. agent)
return (there and ARGV[3] == 'kept' and ARGV[4] == '0' and not same) and 2 or 1
