-- One question, answered for all workers at once: may this attempt be placed, and when?
--
-- KEYS  1 the next free moment, microseconds  2 the lines held: attempt -> moment its lease ends
-- ARGV  1 attempt  2 microseconds between two calls  3 lines  4 lease, microseconds  5 how far ahead a moment is given
--       away, microseconds; an urgent attempt sends a large number
-- Gives {1, microseconds until the moment that is now this attempt's}
--    or {0, microseconds until asking again makes sense}; {0, -1} when every line is held.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local attempt, gap, lines = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local lease, ahead = tonumber(ARGV[4]), tonumber(ARGV[5])

redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
local held = redis.call('ZCARD', KEYS[2])
if redis.call('ZSCORE', KEYS[2], attempt) then
  held = held - 1
end
if held >= lines then
  return {0, -1}
end

local moment = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0))
if moment - now > ahead then
  return {0, moment - now - ahead}
end
redis.call('SET', KEYS[1], string.format('%d', moment + gap), 'PX', math.ceil((moment + gap - now) / 1000) + 1000)
redis.call('ZADD', KEYS[2], string.format('%d', moment + lease), attempt)
redis.call('PEXPIRE', KEYS[2], math.ceil((moment + lease - now) / 1000))
return {1, moment - now}
