-- What low-precision training records of every quantizer.

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

-- One row a quantizer and step. A NaN is NULL.
CREATE TABLE step_points (
  quantizer INTEGER NOT NULL REFERENCES quantizers (key) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  step_size REAL,
  gradient REAL,
  update_ratio REAL,
  mse REAL,
  clipped_low REAL,
  clipped_high REAL,
  oscillation REAL,
  PRIMARY KEY (quantizer, step),
  CONSTRAINT step_point_step CHECK (step >= 0)
) STRICT, WITHOUT ROWID;

-- The values before a quantizer at one step. A NaN is NULL.
CREATE TABLE histograms (
  quantizer INTEGER NOT NULL REFERENCES quantizers (key) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  low REAL,
  high REAL,
  -- A JSON array, one count a bin.
  counts TEXT NOT NULL,
  step_size REAL,
  PRIMARY KEY (quantizer, step),
  CONSTRAINT histogram_step CHECK (step >= 0),
  CONSTRAINT histogram_edges CHECK (low <= high),
  CONSTRAINT histogram_counts CHECK (json_valid(counts))
) STRICT, WITHOUT ROWID;
