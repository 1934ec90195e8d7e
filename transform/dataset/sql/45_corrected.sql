-- Corrected cells: value and state are the correction's, the rest stays as printed and read.

UPDATE cell SET value = corrected.value, state = corrected.state::ENUM ('number', 'blank', 'dash', 'text', 'unreadable')
FROM corrected WHERE cell.rowid = corrected.place;
