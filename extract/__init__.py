"""Reads every value cell of the statutory tables of an annual disclosure report.

bytes → reader → `Grid` → matcher → records → checks. A new format is a reader
(`extract/readers/`); a new form is rows in `data/reference/codebook.csv`; neither touches the
other.

Receives a document's bytes (PDF, HTML, Word, WPS, OFD, a scan, or a ZIP of one), from a path or
from the crawler's archive. Gives records (`extract.records`): each cell with its code, state,
value and place, the title, issuer and year, the sections, the figures the text tells, and the
verdict of every accounting identity; kept in `DATA/records`.
Refuses what holds no statutory table, with a reason, and never turns a blank into a zero, fills
a cell from arithmetic, or reports a table that was not read whole as if it were.
"""

EXTRACTOR = "3"
"""Version of what a record says: raised whenever the same bytes would give another record.
`tests/test_extractor_version.py` fails when the golden records change and this does not."""
