-- Who may do what. Only SHA-256 digests are kept: neither a token nor a session can be read back.

CREATE TABLE tokens (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  digest BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  CONSTRAINT token_digest_unique UNIQUE (digest),
  CONSTRAINT token_digest_length CHECK (length(digest) = 32),
  CONSTRAINT token_name_length CHECK (length(name) BETWEEN 1 AND 200),
  CONSTRAINT token_role CHECK (role IN ('read', 'write', 'worker', 'admin'))
) STRICT;

-- What a browser has after it showed a token: a secret of its own, which ends by itself and with its token.
CREATE TABLE sessions (
  digest BLOB NOT NULL PRIMARY KEY,
  token INTEGER NOT NULL REFERENCES tokens (id) ON DELETE CASCADE,
  expires_at INTEGER NOT NULL,
  CONSTRAINT session_digest_length CHECK (length(digest) = 32)
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_of_token ON sessions (token);
CREATE INDEX sessions_by_end ON sessions (expires_at);
