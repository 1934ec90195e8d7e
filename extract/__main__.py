"""`python -m extract`: see `extract.command`.

Each worker imports this module: what only the command needs (pyarrow, rich) is not theirs to hold.
"""

from __future__ import annotations

if __name__ == "__main__":
    import sys

    from extract.command import main

    sys.exit(main())
