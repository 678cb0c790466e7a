-- By which the levels of a quantizer are moved. NULL of one without an offset, and where it was not
-- recorded: as 0.
ALTER TABLE histograms ADD COLUMN offset REAL;
