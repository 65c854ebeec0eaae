-- The rules were changed: whoever looks at this queue next and has others must read them again.
-- KEYS: see epoch.lua. ARGV: epoch, mark of the rules. Output: 1.
redis.call('SET', P .. 'rules', ARGV[2])
return 1
