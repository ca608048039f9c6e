ALTER TABLE _function_version ADD COLUMN files TEXT NOT NULL DEFAULT '{}';
-- down
ALTER TABLE _function_version DROP COLUMN files;
