CREATE TABLE _function_version (
  id TEXT NOT NULL PRIMARY KEY,
  function_name TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  source TEXT NOT NULL,
  file_size INTEGER NOT NULL,
  deployed_by TEXT REFERENCES _user (id) ON DELETE SET NULL,
  deployed_at TEXT NOT NULL,
  notes TEXT,
  execution_count INTEGER NOT NULL DEFAULT 0,
  UNIQUE (function_name, content_hash)
) STRICT;

CREATE INDEX _function_version_user ON _function_version (deployed_by);

CREATE TABLE _function_call (
  id TEXT NOT NULL PRIMARY KEY,
  function_name TEXT NOT NULL,
  status TEXT NOT NULL,
  trigger_type TEXT NOT NULL,
  trigger_id TEXT,
  requested_by TEXT,
  principal TEXT NOT NULL,
  version_id TEXT,
  started_at TEXT NOT NULL,
  finished_at TEXT,
  duration_ms INTEGER,
  input_bytes INTEGER NOT NULL,
  output_bytes INTEGER,
  error_type TEXT,
  error_message TEXT,
  error_stack TEXT,
  payload TEXT,
  result TEXT
) STRICT;

CREATE INDEX _function_call_function ON _function_call (function_name, id);

CREATE INDEX _function_call_running ON _function_call (id) WHERE status = 'running';

CREATE TABLE _function_log (
  call_id TEXT NOT NULL REFERENCES _function_call (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  level TEXT NOT NULL,
  logged_at TEXT NOT NULL,
  message TEXT NOT NULL,
  fields TEXT,
  PRIMARY KEY (call_id, line)
) STRICT, WITHOUT ROWID;
-- down
DROP TABLE _function_log;
DROP TABLE _function_call;
DROP TABLE _function_version;
