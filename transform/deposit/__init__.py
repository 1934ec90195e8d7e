"""Deposits a release to Zenodo: `python -m transform publish`.

A release folder goes in, a draft on Zenodo comes out, and a published record once a person has
typed the release's version. Read in this order:

    folder.py    the release folder, checked against its SHA256SUMS
    package.py   the files a deposit has: one archive of the whole release, and what is read on the
                 site beside it, with sizes and checksums
    metadata.py  `.zenodo.json` as a record's metadata, and what Zenodo would refuse of it
    wire.py      requests over HTTP, tried again where that can help; on_paper.py: none at all
    zenodo.py    the part of Zenodo's API that a deposit needs
    deposit.py   the way from release to record, which can be broken off anywhere and run again
    book.py      DATA/releases/deposits.json, what was deposited where
    command.py   the command line
"""
