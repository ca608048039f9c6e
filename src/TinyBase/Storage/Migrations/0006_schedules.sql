CREATE TABLE _schedule (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  source TEXT NOT NULL,
  function_name TEXT NOT NULL,
  plan TEXT NOT NULL,
  input_data TEXT NOT NULL,
  is_active INTEGER NOT NULL,
  overlap_policy TEXT NOT NULL,
  misfire_policy TEXT NOT NULL,
  max_retries INTEGER NOT NULL,
  retry_delay_seconds INTEGER NOT NULL,
  disable_after_failures INTEGER,
  failures_in_a_row INTEGER NOT NULL DEFAULT 0,
  next_run_at TEXT,
  last_run_at TEXT,
  last_status TEXT,
  last_error TEXT,
  created_by TEXT REFERENCES _user (id) ON DELETE SET NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  revision INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX _schedule_due ON _schedule (next_run_at) WHERE next_run_at IS NOT NULL AND source <> 'system';

CREATE INDEX _schedule_system_due ON _schedule (next_run_at) WHERE next_run_at IS NOT NULL AND source = 'system';

CREATE UNIQUE INDEX _schedule_in_code ON _schedule (function_name, name) WHERE source <> 'user';

CREATE INDEX _schedule_function ON _schedule (function_name, id);

CREATE INDEX _schedule_user ON _schedule (created_by);

CREATE TABLE _schedule_run (
  id TEXT NOT NULL PRIMARY KEY,
  schedule_id TEXT NOT NULL REFERENCES _schedule (id) ON DELETE CASCADE,
  reason TEXT NOT NULL,
  status TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  planned_at TEXT NOT NULL,
  not_before TEXT NOT NULL,
  started_at TEXT,
  finished_at TEXT,
  engine TEXT,
  beat INTEGER NOT NULL DEFAULT 0,
  call_id TEXT,
  error TEXT
) STRICT;

CREATE INDEX _schedule_run_schedule ON _schedule_run (schedule_id, id);

CREATE INDEX _schedule_run_ready ON _schedule_run (not_before) WHERE status = 'waiting';

CREATE UNIQUE INDEX _schedule_run_waiting ON _schedule_run (schedule_id) WHERE status = 'waiting';

CREATE UNIQUE INDEX _schedule_run_running ON _schedule_run (schedule_id) WHERE status = 'running';

CREATE INDEX _function_call_trigger ON _function_call (trigger_id, id) WHERE trigger_id IS NOT NULL;

CREATE TABLE _metrics (
  id TEXT NOT NULL PRIMARY KEY,
  data TEXT NOT NULL,
  collected_at TEXT NOT NULL
) STRICT;

CREATE INDEX _metrics_time ON _metrics (collected_at);
-- down
DROP TABLE _metrics;
DROP INDEX _function_call_trigger;
DROP TABLE _schedule_run;
DROP TABLE _schedule;
