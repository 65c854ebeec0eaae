-- What has changed since a board was last brought up to date.
-- KEYS: see epoch.lua. ARGV: epoch, number of the last change known. Output: see changes.lua.
return changes(tonumber(ARGV[2]))
