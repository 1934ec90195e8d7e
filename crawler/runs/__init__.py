"""A run from begin to end: its plan, its session, the process it runs in, its replay."""
