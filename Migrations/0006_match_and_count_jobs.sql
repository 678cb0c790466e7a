-- What a job asks of its worker and what a worker has, and places in a long queue without a walk
-- along it.

ALTER TABLE jobs ADD COLUMN needs_threads INTEGER NOT NULL DEFAULT 0;
-- Bytes.
ALTER TABLE jobs ADD COLUMN needs_memory INTEGER NOT NULL DEFAULT 0;
-- The rank of an instruction set; each has those of lower rank.
ALTER TABLE jobs ADD COLUMN needs_instructions INTEGER NOT NULL DEFAULT 0;

ALTER TABLE workers ADD COLUMN memory INTEGER NOT NULL DEFAULT 0;
ALTER TABLE workers ADD COLUMN instructions INTEGER NOT NULL DEFAULT 0;

-- The order of claims, with all that decides whether a worker may have a job.
DROP INDEX jobs_claimable;
CREATE INDEX jobs_claimable
ON jobs (priority DESC, key, needs_threads, needs_memory, needs_instructions)
WHERE state = 'queued' AND not_before IS NULL;

-- How many jobs wait, by priority and in blocks of 256 keys: a place in the queue is a sum over
-- blocks and a walk through one.
CREATE TABLE queue_blocks (
  priority INTEGER NOT NULL,
  -- key >> 8
  block INTEGER NOT NULL,
  jobs INTEGER NOT NULL,
  PRIMARY KEY (priority, block),
  CONSTRAINT queue_block_jobs CHECK (jobs >= 0)
) STRICT, WITHOUT ROWID;

INSERT INTO queue_blocks (priority, block, jobs)
SELECT priority, key >> 8, count(*) FROM jobs WHERE state = 'queued' AND not_before IS NULL
GROUP BY priority, key >> 8;

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

CREATE TRIGGER queue_block_enter AFTER UPDATE OF state, not_before, priority ON jobs
WHEN new.state = 'queued' AND new.not_before IS NULL
BEGIN
  INSERT INTO queue_blocks (priority, block, jobs) VALUES (new.priority, new.key >> 8, 1)
  ON CONFLICT DO UPDATE SET jobs = jobs + 1;
END;

CREATE TRIGGER queue_block_delete AFTER DELETE ON jobs
WHEN old.state = 'queued' AND old.not_before IS NULL
BEGIN
  UPDATE queue_blocks SET jobs = jobs - 1 WHERE priority = old.priority AND block = old.key >> 8;
  DELETE FROM queue_blocks WHERE priority = old.priority AND block = old.key >> 8 AND jobs = 0;
END;
