-- One question, answered for all workers at once: on which line of ours may this attempt be placed, and when?
--
-- ARGV  1 the attempt
--       2 its luck, 0 to 1, another one each time
--       3 as JSON
--         accounts  that may be asked, first choice first; each, and each of its lines, has a name and an allowance:
--                   `gap`, microseconds between two calls, and `most`, calls at once (-1: any number)
--         urgent    whether a company that should be left alone is asked when there is no other
--         knock     milliseconds between two such
--         ahead     how far ahead a moment of an account is given away, microseconds; large for an urgent attempt
--         near      the same for a line of an account, urgent or not: far ahead, it would hold up the other lines
--         lease     microseconds until a line that nobody gives back is free again
-- Gives {1, microseconds until the moment that is now this attempt's, account, line}
--    or {0, microseconds until asking again makes sense}; {0, -1} when every line is held.
--
-- The keys follow from the names: this is for one Redis, not for a cluster of them.
local attempt, luck, asked = ARGV[1], tonumber(ARGV[2]), cjson.decode(ARGV[3])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])

local function held(of) return 'pace:held:' .. of.name end
local function moment(of) return 'pace:moment:' .. of.name end

local function free_from(of) return tonumber(redis.call('GET', moment(of)) or 0) end

local function has_room(of)
  if of.most < 0 then return true end
  redis.call('ZREMRANGEBYSCORE', held(of), '-inf', now)
  return redis.call('ZCARD', held(of)) < of.most
end

local function book(of, at, gap)
  redis.call('SET', moment(of), string.format('%d', at + gap), 'PX', math.ceil((at + gap - now) / 1000) + 60000)
  if of.most >= 0 then
    redis.call('ZADD', held(of), string.format('%d', at + asked.lease), attempt)
    redis.call('PEXPIRE', held(of), math.ceil((at + asked.lease - now) / 1000))
  end
end

-- An attempt that asks again holds one line only.
for _, account in ipairs(asked.accounts) do
  redis.call('ZREM', held(account), attempt)
  for _, line in ipairs(account.lines) do
    if line.most >= 0 then redis.call('ZREM', held(line), attempt) end
  end
end

-- Whose turn it is: the first choice that is not left alone. What a company has lost of its pace, luck gives to others.
local account, soonest
for _, each in ipairs(asked.accounts) do
  local known = redis.call('HMGET', 'condition:calls:' .. each.name, 'pace', 'alone_until')
  local alone_until = tonumber(known[2] or 0) * 1000000
  each.pace = tonumber(known[1] or 1)
  if alone_until > now then
    soonest = math.min(soonest or alone_until, alone_until)
  elseif luck < each.pace then
    account = each
    break
  else
    account = account or each
  end
end
if not account and asked.urgent then  -- something urgent knocks at one all the same, but now and then only
  for _, each in ipairs(asked.accounts) do
    if redis.call('SET', 'pace:knock:' .. each.name, attempt, 'NX', 'PX', asked.knock) then account = each break end
  end
  soonest = math.min(soonest, now + asked.knock * 1000)
end
if not account then
  return {0, math.ceil(soonest - now)}
end

-- The line of it that has rested longest.
local line, line_free_from
for _, each in ipairs(account.lines) do
  local from = free_from(each)
  if has_room(each) and (not line or from < line_free_from) then line, line_free_from = each, from end
end
if not line or not has_room(account) then
  return {0, -1}
end

local account_free_from = math.max(now, free_from(account))
local wait = math.max(account_free_from - now - asked.ahead, line_free_from - now - asked.near)
if wait > 0 then
  return {0, math.ceil(wait)}
end
local at = math.max(account_free_from, line_free_from)
book(account, at, math.floor(account.gap / account.pace))
book(line, at, line.gap)
return {1, math.ceil(at - now), account.name, line.name}
