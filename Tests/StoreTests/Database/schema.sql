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

CREATE TABLE experiments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  CONSTRAINT experiment_name_unique UNIQUE (name),
  CONSTRAINT experiment_name_length CHECK (length(name) BETWEEN 1 AND 500)
) STRICT;

CREATE TABLE histograms (
  quantizer INTEGER NOT NULL REFERENCES quantizers (key) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  low REAL,
  high REAL,
  -- A JSON array, one count a bin.
  counts TEXT NOT NULL,
  step_size REAL, best_mae REAL, best_mse REAL, best_kl REAL, offset REAL,
  PRIMARY KEY (quantizer, step),
  CONSTRAINT histogram_step CHECK (step >= 0),
  CONSTRAINT histogram_edges CHECK (low <= high),
  CONSTRAINT histogram_counts CHECK (json_valid(counts))
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency_keys (
  key TEXT NOT NULL PRIMARY KEY,
  -- SHA-256 of what was asked.
  fingerprint TEXT NOT NULL,
  answer TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  CONSTRAINT idempotency_key_length CHECK (length(key) BETWEEN 1 AND 255),
  CONSTRAINT idempotency_fingerprint CHECK (length(fingerprint) = 64)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE job_attempts (
  job INTEGER NOT NULL REFERENCES jobs (key) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  -- The token of its lease, kept so that a repeated last word is known again.
  token TEXT NOT NULL,
  worker TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  outcome TEXT NOT NULL,
  resumed_from_step INTEGER NOT NULL DEFAULT 0,
  exit_code INTEGER,
  signal INTEGER,
  reason TEXT,
  PRIMARY KEY (job, number),
  CONSTRAINT attempt_number CHECK (number > 0),
  CONSTRAINT attempt_token_unique UNIQUE (token),
  CONSTRAINT attempt_outcome CHECK (outcome IN ('running', 'succeeded', 'failed', 'canceled',
    'lost', 'timed_out')),
  CONSTRAINT attempt_end CHECK ((outcome = 'running') = (ended_at IS NULL)),
  CONSTRAINT attempt_resumed CHECK (resumed_from_step >= 0)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX job_attempt_running ON job_attempts (job) WHERE outcome = 'running';

CREATE TABLE job_dependencies (
  job INTEGER NOT NULL REFERENCES jobs (key) ON DELETE CASCADE,
  parent INTEGER NOT NULL REFERENCES jobs (key) ON DELETE CASCADE,
  PRIMARY KEY (job, parent),
  -- Parents exist before their children, so that there can be no circle.
  CONSTRAINT dependency_order CHECK (parent < job)
) STRICT, WITHOUT ROWID;

CREATE INDEX job_dependencies_by_parent ON job_dependencies (parent, job);

CREATE TABLE job_log (
  job INTEGER NOT NULL REFERENCES jobs (key) ON DELETE CASCADE,
  -- From 1, over all attempts.
  line INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  time INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (job, line),
  CONSTRAINT log_line CHECK (line > 0)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER job_transition BEFORE UPDATE OF state ON jobs
WHEN old.state || ' -> ' || new.state NOT IN (
  'blocked -> queued', 'blocked -> canceled',
  'queued -> running', 'queued -> canceled',
  'running -> queued', 'running -> succeeded', 'running -> failed', 'running -> timed_out',
  'running -> stopping', 'stopping -> canceled',
  'failed -> queued', 'failed -> blocked', 'canceled -> queued', 'canceled -> blocked',
  'timed_out -> queued', 'timed_out -> blocked')
BEGIN
  SELECT RAISE(ABORT, 'job_transition');
END;

CREATE TRIGGER queue_block_delete AFTER DELETE ON jobs
WHEN old.state = 'queued' AND old.not_before IS NULL
BEGIN
  UPDATE queue_blocks SET jobs = jobs - 1 WHERE priority = old.priority AND block = old.key >> 8;
  DELETE FROM queue_blocks WHERE priority = old.priority AND block = old.key >> 8 AND jobs = 0;
END;

CREATE TRIGGER queue_block_enter AFTER UPDATE OF state, not_before, priority ON jobs
WHEN new.state = 'queued' AND new.not_before IS NULL
BEGIN
  INSERT INTO queue_blocks (priority, block, jobs) VALUES (new.priority, new.key >> 8, 1)
  ON CONFLICT DO UPDATE SET jobs = jobs + 1;
END;

CREATE TRIGGER queue_block_insert AFTER INSERT ON jobs
WHEN new.state = 'queued' AND new.not_before IS NULL
BEGIN
  INSERT INTO queue_blocks (priority, block, jobs) VALUES (new.priority, new.key >> 8, 1)
  ON CONFLICT DO UPDATE SET jobs = jobs + 1;
END;

CREATE TRIGGER queue_block_leave AFTER UPDATE OF state, not_before, priority ON jobs
WHEN old.state = 'queued' AND old.not_before IS NULL
BEGIN
  UPDATE queue_blocks SET jobs = jobs - 1 WHERE priority = old.priority AND block = old.key >> 8;
  DELETE FROM queue_blocks WHERE priority = old.priority AND block = old.key >> 8 AND jobs = 0;
END;

CREATE TABLE jobs (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  name TEXT NOT NULL,
  study TEXT,
  -- JSON, checked before it came here.
  spec TEXT NOT NULL,
  state TEXT NOT NULL,
  priority INTEGER NOT NULL,
  -- NULL, or the time before which a queued job is not claimed.
  not_before INTEGER,
  max_attempts INTEGER NOT NULL,
  timeout INTEGER,
  -- Attempts begun, and those of them that count against max_attempts.
  attempt INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  worker TEXT,
  lease_token TEXT,
  lease_expires_at INTEGER,
  -- When this attempt runs out of time, and when a stopping worker is given up.
  deadline INTEGER,
  step INTEGER,
  steps INTEGER,
  epoch INTEGER,
  epochs INTEGER,
  images_per_second REAL,
  eta_seconds REAL,
  reason TEXT,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER, needs_threads INTEGER NOT NULL DEFAULT 0, needs_memory INTEGER NOT NULL DEFAULT 0, needs_instructions INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT job_id_unique UNIQUE (id),
  CONSTRAINT job_id_form CHECK (length(id) = 16 AND id NOT GLOB '*[^0-9a-f]*'),
  CONSTRAINT job_run_unique UNIQUE (run),
  CONSTRAINT job_spec CHECK (json_valid(spec)),
  CONSTRAINT job_state CHECK (state IN ('blocked', 'queued', 'running', 'stopping', 'succeeded',
    'failed', 'canceled', 'timed_out')),
  CONSTRAINT job_lease CHECK ((state IN ('running', 'stopping'))
    = (lease_token IS NOT NULL AND lease_expires_at IS NOT NULL AND worker IS NOT NULL)),
  CONSTRAINT job_no_lease CHECK (state IN ('running', 'stopping')
    OR (lease_token IS NULL AND lease_expires_at IS NULL AND worker IS NULL AND deadline IS NULL)),
  CONSTRAINT job_not_before CHECK (not_before IS NULL OR state IN ('blocked', 'queued')),
  CONSTRAINT job_end CHECK ((state IN ('succeeded', 'failed', 'canceled', 'timed_out'))
    = (ended_at IS NOT NULL)),
  CONSTRAINT job_attempts CHECK (attempt >= 0 AND failures BETWEEN 0 AND max_attempts),
  CONSTRAINT job_progress CHECK ((step IS NULL) = (steps IS NULL)
    AND (step IS NULL) = (epoch IS NULL) AND (step IS NULL) = (epochs IS NULL)
    AND (step IS NULL) = (images_per_second IS NULL))
) STRICT;

CREATE INDEX jobs_by_start ON jobs (json_extract(spec, '$.start.id'))
WHERE json_extract(spec, '$.start.id') IS NOT NULL;

CREATE INDEX jobs_by_state ON jobs (state, key);

CREATE INDEX jobs_by_study ON jobs (study, key) WHERE study IS NOT NULL;

CREATE INDEX jobs_by_teacher ON jobs (json_extract(spec, '$.distillation.teacher.id'))
WHERE json_extract(spec, '$.distillation.teacher.id') IS NOT NULL;

CREATE INDEX jobs_by_worker ON jobs (worker) WHERE worker IS NOT NULL;

CREATE INDEX jobs_claimable
ON jobs (priority DESC, key, needs_threads, needs_memory, needs_instructions)
WHERE state = 'queued' AND not_before IS NULL;

CREATE INDEX jobs_deadlines ON jobs (deadline) WHERE deadline IS NOT NULL;

CREATE INDEX jobs_leased ON jobs (lease_expires_at) WHERE lease_token IS NOT NULL;

CREATE INDEX jobs_postponed ON jobs (not_before) WHERE state = 'queued' AND not_before IS NOT NULL;

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

CREATE TABLE metric_keys (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  CONSTRAINT metric_key_unique UNIQUE (name),
  CONSTRAINT metric_key_length CHECK (length(name) BETWEEN 1 AND 250)
) STRICT;

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

CREATE TABLE migrations (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  applied_at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER parameter_is_constant BEFORE UPDATE OF value ON parameters
WHEN old.value IS NOT new.value
BEGIN
  SELECT RAISE(ABORT, 'a parameter keeps its first value');
END;

CREATE TABLE parameters (
  run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, key),
  CONSTRAINT parameter_key_length CHECK (length(key) BETWEEN 1 AND 250),
  CONSTRAINT parameter_value_length CHECK (length(value) <= 6000)
) STRICT, WITHOUT ROWID;

CREATE INDEX parameters_by_value ON parameters (key, value, run);

CREATE TABLE quantizers (
  key INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  -- The order of the network, from 0 at the input.
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  layer TEXT NOT NULL,
  kind TEXT NOT NULL,
  bits INTEGER NOT NULL,
  signed INTEGER NOT NULL,
  count INTEGER NOT NULL,
  -- A JSON array of sizes.
  shape TEXT NOT NULL,
  -- How many step_points it has.
  points INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT quantizer_name_unique UNIQUE (run, name),
  CONSTRAINT quantizer_name_length CHECK (length(name) BETWEEN 1 AND 250),
  CONSTRAINT quantizer_kind CHECK (kind IN ('weight', 'activation')),
  CONSTRAINT quantizer_bits CHECK (bits BETWEEN 1 AND 32),
  CONSTRAINT quantizer_signed CHECK (signed IN (0, 1)),
  CONSTRAINT quantizer_count CHECK (count > 0),
  CONSTRAINT quantizer_shape CHECK (json_valid(shape)),
  CONSTRAINT quantizer_points CHECK (points >= 0)
) STRICT;

CREATE TABLE queue (
  id INTEGER PRIMARY KEY,
  paused INTEGER NOT NULL,
  CONSTRAINT queue_is_one CHECK (id = 1),
  CONSTRAINT queue_paused CHECK (paused IN (0, 1))
) STRICT;

CREATE TABLE queue_blocks (
  priority INTEGER NOT NULL,
  -- key >> 8
  block INTEGER NOT NULL,
  jobs INTEGER NOT NULL,
  PRIMARY KEY (priority, block),
  CONSTRAINT queue_block_jobs CHECK (jobs >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE record_batches (
  job INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY (job, attempt, sequence),
  FOREIGN KEY (job, attempt) REFERENCES job_attempts (job, number) ON DELETE CASCADE,
  CONSTRAINT batch_sequence CHECK (sequence >= 0)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE sessions (
  digest BLOB NOT NULL PRIMARY KEY,
  token INTEGER NOT NULL REFERENCES tokens (id) ON DELETE CASCADE,
  expires_at INTEGER NOT NULL,
  CONSTRAINT session_digest_length CHECK (length(digest) = 32)
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE INDEX sessions_of_token ON sessions (token);

CREATE TABLE step_points (
  quantizer INTEGER NOT NULL REFERENCES quantizers (key) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  step_size REAL,
  gradient REAL,
  update_ratio REAL,
  mse REAL,
  clipped_low REAL,
  clipped_high REAL,
  oscillation REAL, unscaled_gradient REAL, occupancy TEXT
  CONSTRAINT step_point_occupancy CHECK (occupancy IS NULL OR json_valid(occupancy)),
  PRIMARY KEY (quantizer, step),
  CONSTRAINT step_point_step CHECK (step >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE studies (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  -- NULL for a grid.
  recipe TEXT,
  scale TEXT,
  -- JSON: the columns that name a row, the measure, and the rows with the ids of their jobs.
  layout TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  CONSTRAINT study_id_unique UNIQUE (id),
  CONSTRAINT study_id_form CHECK (length(id) = 16 AND id NOT GLOB '*[^0-9a-f]*'),
  CONSTRAINT study_name_length CHECK (length(name) BETWEEN 1 AND 250),
  CONSTRAINT study_scale CHECK ((recipe IS NULL) = (scale IS NULL)),
  CONSTRAINT study_layout CHECK (json_valid(layout))
) STRICT;

CREATE TABLE tags (
  run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, key),
  CONSTRAINT tag_key_length CHECK (length(key) BETWEEN 1 AND 250),
  CONSTRAINT tag_value_length CHECK (length(value) <= 8000)
) STRICT, WITHOUT ROWID;

CREATE INDEX tags_by_value ON tags (key, value, run);

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

CREATE TABLE workers (
  id TEXT NOT NULL PRIMARY KEY,
  host TEXT NOT NULL,
  pid INTEGER NOT NULL,
  threads INTEGER NOT NULL,
  -- A draining worker is given no more jobs.
  draining INTEGER NOT NULL DEFAULT 0,
  started_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL, memory INTEGER NOT NULL DEFAULT 0, instructions INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT worker_id_length CHECK (length(id) BETWEEN 1 AND 200),
  CONSTRAINT worker_threads CHECK (threads > 0),
  CONSTRAINT worker_draining CHECK (draining IN (0, 1))
) STRICT, WITHOUT ROWID;
