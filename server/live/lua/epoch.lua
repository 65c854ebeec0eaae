-- First part of every routing script: refuse when Redis holds other data than the caller believes.
-- KEYS[1] the guard (the epoch, or the epoch that is being loaded); KEYS[2] prefix of the epoch's keys, which carry
-- the same hash tag. ARGV[1] the expected epoch. Output: the error EPOCH when they differ.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return { err = 'EPOCH other data than expected' }
end
local P = KEYS[2]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

-- Remember when something changed, so that a slower reading of the database does not undo it.
local REMEMBER = 60000
local function touch(what)
  redis.call('ZADD', P .. 'touched', now, what)
  redis.call('ZREMRANGEBYSCORE', P .. 'touched', '-inf', now - REMEMBER)
end

-- Whether it changed since the given time ('' asks nothing).
local function changed(what, since)
  if since == '' then return false end
  local at = redis.call('ZSCORE', P .. 'touched', what)
  return at and tonumber(at) >= tonumber(since)
end
