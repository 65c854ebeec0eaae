-- Propose: take a conversation out of the queue and reserve an agent, until a deadline.
-- KEYS: see epoch.lua. ARGV: epoch, number of the last change the proposer's board knows, conversation, class (JSON), agent,
-- patience (ms). Output: {the proposal's serial, or 0 when the board has changed (neither the first of its class nor one
-- who prefers this agent, or the agent has no room); what has changed, see changes.lua}.
local seen, conversation, class, agent = tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5]

local function first_of(list)
  return redis.call('ZRANGE', list, 0, 0)[1] == conversation
end

local function propose()
  if redis.call('HGET', P .. 'need', conversation) ~= class then return 0 end
  if not (first_of(P .. 'q:' .. class) or first_of(P .. 'mine:' .. agent)) then return 0 end
  local kind = cjson.decode(class)
  local work, weight = kind[5], kind[6]
  if not room(agent, weight, work) then return 0 end
  local serial = redis.call('INCR', P .. 'serial')
  local score, facts = leave(conversation)
  local pick = {
    conversation = conversation, class = class, score = score, facts = facts, agent = agent, work = work,
    weight = weight, idle = number(agent, 'idle'), rev = number(agent, 'rev'), at = now,
  }
  redis.call('HSET', P .. 'pick', serial, cjson.encode(pick))
  redis.call('ZADD', P .. 'picks', now + tonumber(ARGV[6]), serial)
  redis.call('HSET', P .. 'flight', conversation, serial)
  hold(agent, pick, 1)
  redis.call('HSET', P .. 'a:' .. agent, 'idle', now)
  tell('a:' .. agent)
  touch('c:' .. conversation)
  touch('a:' .. agent)
  return serial
end

local serial = propose()
return { serial, changes(seen) }
