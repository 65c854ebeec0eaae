-- End a proposal: the database kept it, or it goes back to the place it had.
-- KEYS: see epoch.lua. ARGV: epoch, serial, 'kept' or 'back', 1 when the agent's load counts the proposal already.
-- Output: 0 when there is no such proposal, 1 done, 2 done but the agent's load must be read again (the database
-- spoke of the agent while the proposal was in flight, and whether it had counted the proposal cannot be known).
local text = redis.call('HGET', P .. 'pick', ARGV[2])
if not text then return 0 end
local pick = cjson.decode(text)
local agent, conversation = pick.agent, pick.conversation
redis.call('HDEL', P .. 'pick', ARGV[2])
redis.call('ZREM', P .. 'picks', ARGV[2])
if redis.call('HINCRBY', P .. 'held', agent, -1) <= 0 then redis.call('HDEL', P .. 'held', agent) end

local same = number('rev', agent) == pick.rev
local mine = redis.call('HGET', P .. 'flight', conversation) == ARGV[2]
if mine then redis.call('HDEL', P .. 'flight', conversation) end
if ARGV[3] == 'kept' and ARGV[4] == '0' and same then
  redis.call('HINCRBY', P .. 'load', agent, 1)
elseif ARGV[3] == 'back' then
  if same and number('idle', agent) == pick.at then redis.call('HSET', P .. 'idle', agent, pick.idle) end
  if mine then enter(conversation, pick.class, pick.score) end
end
sit(agent)
touch('c:' .. conversation)
touch('a:' .. agent)
return (ARGV[3] == 'kept' and ARGV[4] == '0' and not same) and 2 or 1
