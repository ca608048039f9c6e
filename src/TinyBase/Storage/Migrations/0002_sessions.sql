-- Tokens from before have no session to belong to, so their users log in once more.
DROP TABLE _auth_token;

CREATE TABLE _session (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES _user (id) ON DELETE CASCADE,
  user_agent TEXT,
  address TEXT,
  created_at TEXT NOT NULL,
  last_used_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;

CREATE INDEX _session_user ON _session (user_id);

CREATE TABLE _auth_token (
  jti TEXT NOT NULL PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES _session (id) ON DELETE CASCADE,
  token_type TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT
) STRICT;

CREATE INDEX _auth_token_session ON _auth_token (session_id);

CREATE TABLE _application_token (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT,
  created_by TEXT,
  created_at TEXT NOT NULL,
  last_used_at TEXT,
  expires_at TEXT,
  is_active INTEGER NOT NULL
) STRICT;
-- down
DROP TABLE _application_token;
DROP TABLE _auth_token;
DROP TABLE _session;

CREATE TABLE _auth_token (
  jti TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES _user (id) ON DELETE CASCADE,
  token_type TEXT NOT NULL,
  scope TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;

CREATE INDEX _auth_token_user ON _auth_token (user_id);
