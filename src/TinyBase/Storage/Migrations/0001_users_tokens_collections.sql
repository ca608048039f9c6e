CREATE TABLE _user (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  is_admin INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE _auth_token (
  jti TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES _user (id) ON DELETE CASCADE,
  token_type TEXT NOT NULL,
  scope TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;

CREATE INDEX _auth_token_user ON _auth_token (user_id);

CREATE TABLE _collection (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  schema TEXT NOT NULL,
  options TEXT NOT NULL,
  schema_version INTEGER NOT NULL,
  removed_fields INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE _collection_count (
  collection_id TEXT NOT NULL PRIMARY KEY REFERENCES _collection (id) ON DELETE CASCADE,
  records INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- down
DROP TABLE _collection_count;
DROP TABLE _collection;
DROP TABLE _auth_token;
DROP TABLE _user;
