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

ALTER TABLE _user ADD COLUMN email_verified_at TEXT;

CREATE TABLE _account_token (
  token_hash BLOB NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES _user (id) ON DELETE CASCADE,
  purpose TEXT NOT NULL,
  email TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;

CREATE INDEX _account_token_user ON _account_token (user_id);

-- The content is encrypted, since it has links with secrets, and gone once the mail is.
CREATE TABLE _mail (
  id TEXT NOT NULL PRIMARY KEY,
  template TEXT NOT NULL,
  recipient TEXT NOT NULL,
  status TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  next_attempt_at TEXT,
  finished_at TEXT,
  last_error TEXT,
  content TEXT
) STRICT;

CREATE INDEX _mail_due ON _mail (next_attempt_at) WHERE status = 'queued';

CREATE TABLE _mail_template (
  name TEXT NOT NULL PRIMARY KEY,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

-- Tokens from before have neither: their value is signed, and they have the rights of an admin.
ALTER TABLE _application_token ADD COLUMN prefix TEXT;

ALTER TABLE _application_token ADD COLUMN token_hash BLOB;

ALTER TABLE _application_token ADD COLUMN scopes TEXT;

CREATE UNIQUE INDEX _application_token_prefix ON _application_token (prefix);
-- down
DROP TABLE _mail_template;
DROP TABLE _mail;
DROP TABLE _account_token;
ALTER TABLE _user DROP COLUMN email_verified_at;
DROP INDEX _application_token_prefix;
-- A token whose value is not signed is none without these.
DELETE FROM _application_token WHERE token_hash IS NOT NULL;
ALTER TABLE _application_token DROP COLUMN scopes;
ALTER TABLE _application_token DROP COLUMN token_hash;
ALTER TABLE _application_token DROP COLUMN prefix;
DROP TABLE _audit;
DROP TABLE _settings;
