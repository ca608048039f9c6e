CREATE TABLE _settings (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  saved TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE _audit (
  id TEXT NOT NULL PRIMARY KEY,
  created_at TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT,
  actor_name TEXT,
  action TEXT NOT NULL,
  succeeded INTEGER NOT NULL,
  object_type TEXT NOT NULL,
  object_id TEXT,
  object_name TEXT,
  address TEXT,
  request_id TEXT,
  details TEXT
) STRICT;

CREATE INDEX _audit_actor ON _audit (actor_id, id);

CREATE INDEX _audit_object ON _audit (object_type, object_id, id);

CREATE INDEX _audit_action ON _audit (action, id);

CREATE TRIGGER _audit_is_append_only BEFORE UPDATE ON _audit
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;
-- down
DROP TABLE _audit;
DROP TABLE _settings;
