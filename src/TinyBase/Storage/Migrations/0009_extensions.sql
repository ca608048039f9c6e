CREATE TABLE _extension (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  version TEXT NOT NULL,
  description TEXT,
  author TEXT,
  repo_url TEXT NOT NULL,
  revision TEXT,
  by_operator INTEGER NOT NULL,
  is_enabled INTEGER NOT NULL,
  reason TEXT,
  suspected_at TEXT,
  update_available TEXT,
  installed_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE _extension_setting (
  extension TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  is_secret INTEGER NOT NULL,
  PRIMARY KEY (extension, key)
) STRICT;

-- They stay when an extension goes, and so do its tables.
CREATE TABLE _extension_migration (
  extension TEXT NOT NULL,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  hash TEXT NOT NULL,
  applied_at TEXT NOT NULL,
  PRIMARY KEY (extension, number)
) STRICT;
-- down
DROP TABLE _extension_migration;
DROP TABLE _extension_setting;
DROP TABLE _extension;
