-- The queue. A job is a validated spec, a state and, while a worker has it, a lease.

-- Whether workers are given jobs. One row.
CREATE TABLE queue (
  id INTEGER PRIMARY KEY,
  paused INTEGER NOT NULL,
  CONSTRAINT queue_is_one CHECK (id = 1),
  CONSTRAINT queue_paused CHECK (paused IN (0, 1))
) STRICT;

INSERT INTO queue (id, paused) VALUES (1, 0);

CREATE TABLE workers (
  id TEXT NOT NULL PRIMARY KEY,
  host TEXT NOT NULL,
  pid INTEGER NOT NULL,
  threads INTEGER NOT NULL,
  -- A draining worker is given no more jobs.
  draining INTEGER NOT NULL DEFAULT 0,
  started_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  CONSTRAINT worker_id_length CHECK (length(id) BETWEEN 1 AND 200),
  CONSTRAINT worker_threads CHECK (threads > 0),
  CONSTRAINT worker_draining CHECK (draining IN (0, 1))
) STRICT, WITHOUT ROWID;

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
  ended_at INTEGER,
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

-- The order of claims: highest priority first, then oldest.
CREATE INDEX jobs_claimable ON jobs (priority DESC, key)
WHERE state = 'queued' AND not_before IS NULL;
CREATE INDEX jobs_postponed ON jobs (not_before) WHERE state = 'queued' AND not_before IS NOT NULL;
CREATE INDEX jobs_leased ON jobs (lease_expires_at) WHERE lease_token IS NOT NULL;
CREATE INDEX jobs_deadlines ON jobs (deadline) WHERE deadline IS NOT NULL;
CREATE INDEX jobs_by_worker ON jobs (worker) WHERE worker IS NOT NULL;
CREATE INDEX jobs_by_state ON jobs (state, key);
CREATE INDEX jobs_by_study ON jobs (study, key) WHERE study IS NOT NULL;

-- The life of a job; from a final state it returns only by a retry.
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

-- `job` waits for `parent`.
CREATE TABLE job_dependencies (
  job INTEGER NOT NULL REFERENCES jobs (key) ON DELETE CASCADE,
  parent INTEGER NOT NULL REFERENCES jobs (key) ON DELETE CASCADE,
  PRIMARY KEY (job, parent),
  -- Parents exist before their children, so that there can be no circle.
  CONSTRAINT dependency_order CHECK (parent < job)
) STRICT, WITHOUT ROWID;

CREATE INDEX job_dependencies_by_parent ON job_dependencies (parent, job);

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

-- A job has one attempt at a time.
CREATE UNIQUE INDEX job_attempt_running ON job_attempts (job) WHERE outcome = 'running';

-- The batches that are stored: the same one again changes nothing.
CREATE TABLE record_batches (
  job INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY (job, attempt, sequence),
  FOREIGN KEY (job, attempt) REFERENCES job_attempts (job, number) ON DELETE CASCADE,
  CONSTRAINT batch_sequence CHECK (sequence >= 0)
) STRICT, WITHOUT ROWID;

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

-- The first answer to a request that came with an Idempotency-Key.
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
