CREATE TABLE _outbox (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  subscriber TEXT NOT NULL,
  event TEXT NOT NULL,
  subject TEXT,
  order_key TEXT,
  payload TEXT NOT NULL,
  status TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  duration_ms INTEGER,
  response_status INTEGER,
  response_body TEXT,
  error TEXT
) STRICT;

CREATE INDEX _outbox_subscriber ON _outbox (subscriber, seq);

CREATE INDEX _outbox_pending ON _outbox (subscriber, seq) WHERE status = 'pending';

CREATE INDEX _outbox_order ON _outbox (subscriber, order_key, seq) WHERE status = 'pending' AND order_key IS NOT NULL;

CREATE TABLE _webhook (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  filter TEXT,
  headers TEXT NOT NULL,
  secret TEXT NOT NULL,
  is_active INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
-- down
DROP TABLE _webhook;
DROP TABLE _outbox;
