-- Sets of jobs that answer one question, and what engines record of quantizers since.

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

-- dL/ds without the gradient scale.
ALTER TABLE step_points ADD COLUMN unscaled_gradient REAL;
-- A JSON array: the share of values at each code from the lowest up, in ten-thousandths.
ALTER TABLE step_points ADD COLUMN occupancy TEXT
  CONSTRAINT step_point_occupancy CHECK (occupancy IS NULL OR json_valid(occupancy));

-- The step sizes of least error for these values. NULL if all are zero.
ALTER TABLE histograms ADD COLUMN best_mae REAL;
ALTER TABLE histograms ADD COLUMN best_mse REAL;
ALTER TABLE histograms ADD COLUMN best_kl REAL;
