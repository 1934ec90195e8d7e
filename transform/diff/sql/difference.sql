-- The cells that differ, filled year by year.
CREATE TABLE diff.difference (unit_id INTEGER, year SMALLINT, row_code VARCHAR, col_code VARCHAR, op VARCHAR,
  old_value DOUBLE, new_value DOUBLE, old_state VARCHAR, new_state VARCHAR);
