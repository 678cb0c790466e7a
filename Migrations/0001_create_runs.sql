-- The tracking model: experiments hold runs, runs hold parameters, tags, metrics and artifacts.
-- Every time is in milliseconds since 1970, UTC.

CREATE TABLE experiments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  CONSTRAINT experiment_name_unique UNIQUE (name),
  CONSTRAINT experiment_name_length CHECK (length(name) BETWEEN 1 AND 500)
) STRICT;

INSERT INTO experiments (id, name, created_at)
VALUES (0, 'Default', CAST(strftime('%s', 'now') AS INTEGER) * 1000);

-- `key` is the order of creation and what other tables refer to; `id` is what the world sees.
CREATE TABLE runs (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  experiment INTEGER NOT NULL REFERENCES experiments (id) ON DELETE RESTRICT,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  -- NULL, or when the run was deleted; it can be restored until it is purged.
  deleted_at INTEGER,
  CONSTRAINT run_id_unique UNIQUE (id),
  CONSTRAINT run_id_form CHECK (length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*'),
  CONSTRAINT run_name_length CHECK (length(name) BETWEEN 1 AND 500),
  CONSTRAINT run_status CHECK (status IN ('scheduled', 'running', 'finished', 'failed', 'killed'))
) STRICT;

CREATE INDEX runs_by_experiment ON runs (experiment, key);
CREATE INDEX runs_by_status ON runs (status, key);
CREATE INDEX runs_deleted ON runs (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE parameters (
  run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, key),
  CONSTRAINT parameter_key_length CHECK (length(key) BETWEEN 1 AND 250),
  CONSTRAINT parameter_value_length CHECK (length(value) <= 6000)
) STRICT, WITHOUT ROWID;

CREATE INDEX parameters_by_value ON parameters (key, value, run);

-- A parameter is written once.
CREATE TRIGGER parameter_is_constant BEFORE UPDATE OF value ON parameters
WHEN old.value IS NOT new.value
BEGIN
  SELECT RAISE(ABORT, 'a parameter keeps its first value');
END;

CREATE TABLE tags (
  run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, key),
  CONSTRAINT tag_key_length CHECK (length(key) BETWEEN 1 AND 250),
  CONSTRAINT tag_value_length CHECK (length(value) <= 8000)
) STRICT, WITHOUT ROWID;

CREATE INDEX tags_by_value ON tags (key, value, run);

-- The names of metrics, so that a point costs a small integer and not a text.
CREATE TABLE metric_keys (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  CONSTRAINT metric_key_unique UNIQUE (name),
  CONSTRAINT metric_key_length CHECK (length(name) BETWEEN 1 AND 250)
) STRICT;

-- Clustered in the order in which they are drawn. The whole row is the key: the same point again
-- is the same row. SQLite keeps NaN as NULL, so NaN is value 0 with is_nan = 1.
CREATE TABLE metric_points (
  run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  metric INTEGER NOT NULL REFERENCES metric_keys (id) ON DELETE RESTRICT,
  step INTEGER NOT NULL,
  time INTEGER NOT NULL,
  value REAL NOT NULL,
  is_nan INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run, metric, step, time, value, is_nan),
  CONSTRAINT metric_is_nan CHECK (is_nan = 0 OR (is_nan = 1 AND value = 0))
) STRICT, WITHOUT ROWID;

-- One row a series: its point with the highest (step, time, value), and how many there are.
CREATE TABLE latest_metrics (
  run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  metric INTEGER NOT NULL REFERENCES metric_keys (id) ON DELETE RESTRICT,
  step INTEGER NOT NULL,
  time INTEGER NOT NULL,
  value REAL NOT NULL,
  is_nan INTEGER NOT NULL DEFAULT 0,
  points INTEGER NOT NULL,
  PRIMARY KEY (run, metric),
  CONSTRAINT latest_is_nan CHECK (is_nan = 0 OR (is_nan = 1 AND value = 0)),
  CONSTRAINT latest_points CHECK (points > 0)
) STRICT, WITHOUT ROWID;

CREATE INDEX latest_metrics_by_value ON latest_metrics (metric, value, run);

-- What a run keeps as files. The file is named by its content: artifacts/<run id>/<sha256>.
CREATE TABLE artifacts (
  run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  path TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (run, path),
  CONSTRAINT artifact_path_length CHECK (length(path) BETWEEN 1 AND 500),
  CONSTRAINT artifact_bytes CHECK (bytes >= 0),
  CONSTRAINT artifact_sha256 CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*')
) STRICT, WITHOUT ROWID;
