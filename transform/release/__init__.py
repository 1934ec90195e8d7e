"""Cuts releases: receives `DATA/dataset`, gives `DATA/releases/VERSION` if every gate lets it pass.

    DATA/releases/2026.11.22/     a release: tables, catalog.sql, papers, gates, SHA256SUMS
    DATA/releases/latest          symlink to the newest, moved by rename only
    DATA/releases/index.json      every version, newest first
    DATA/releases/refused-V.json  why V was stopped, until a release succeeds

A release is assembled in a hidden folder beside the others, sealed, read back and renamed into
place, so that a reader or a kill finds a whole one at any moment. Bytes depend on the dataset, the
release before, the version and the code, and on no clock.

`gates/*.sql` are the gates (数据发布关卡), each a query that returns the rows that offend; `gating`
runs them, `shelf` keeps the folder of releases, `info` says what a release is, `papers` writes what
people read, `rooms` is where the other rooms of `transform` have their say.
"""
