-- What was made in a session ends with it.
ALTER TABLE _account_token ADD COLUMN session_id TEXT REFERENCES _session (id) ON DELETE CASCADE;
CREATE INDEX _account_token_session ON _account_token (session_id);
-- down
DROP INDEX _account_token_session;
ALTER TABLE _account_token DROP COLUMN session_id;
