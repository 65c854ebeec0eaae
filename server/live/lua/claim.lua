-- Propose: take the head of a class out of the queue and reserve an agent, until a deadline.
-- KEYS: see epoch.lua. ARGV: epoch, conversation, class (JSON), agent, language of the circle (or *), patience (ms).
-- Output: the proposal's serial, or 0 when the board has changed (no longer the head, agent no longer free).
local conversation, class, agent = ARGV[2], ARGV[3], ARGV[4]
if redis.call('ZRANGE', P .. 'q:' .. class, 0, 0)[1] ~= conversation then return 0 end
local _, team = unpack(cjson.decode(class))
if not redis.call('ZSCORE', P .. 'free:' .. team .. '|' .. ARGV[5], agent) then return 0 end

local serial = redis.call('INCR', P .. 'serial')
local pick = {
  conversation = conversation, class = class, score = leave(conversation), agent = agent,
  idle = redis.call('HGET', P .. 'idle', agent), rev = number('rev', agent), at = now,
}
redis.call('HSET', P .. 'pick', serial, cjson.encode(pick))
redis.call('ZADD', P .. 'picks', now + tonumber(ARGV[6]), serial)
redis.call('HSET', P .. 'flight', conversation, serial)
redis.call('HINCRBY', P .. 'held', agent, 1)
redis.call('HSET', P .. 'idle', agent, now)
sit(agent)
touch('c:' .. conversation)
touch('a:' .. agent)
return serial
