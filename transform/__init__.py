"""Makes the dataset (数据集) out of what was read: records, ledger and registry to Parquet.

Receives `DATA/records/*.parquet` (`extract.schema.SCHEMA`), `DATA/raw/ledger.sqlite`
(`crawler/ledger.sql`), the registry's `units.csv` and `columns.csv`, and the code book and the
identities of `data/reference`. Reads nothing else: no document, no archive, no clock.

Gives `DATA/dataset`, a symlink to a whole set of Parquet tables with `catalog.sql` and
`SHA256SUMS`. The same inputs give the same bytes, whatever the number of threads; a build that
finds nothing new publishes nothing. The SQL in `transform/dataset/sql` is the program: `NN_*.sql`
prepare, `tables/*.sql` are what is written into each table. `transform/catalog` is what a reader
opens it with, `transform/show` prints it.

Refuses inputs that are missing, damaged or contradict each other (`errors.InputRefusedError`), and
leaves the published dataset as it was. A cell is never invented: a blank stays a blank, a unit
and year without a report has its reason in `coverage`.
"""
