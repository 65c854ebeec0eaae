-- What was loaded is valid from now on.
-- KEYS: see epoch.lua (the guard is the epoch being loaded), KEYS[3] the epoch. ARGV: epoch. Output: 1.
redis.call('SET', KEYS[3], ARGV[1])
redis.call('DEL', KEYS[1])
return 1
