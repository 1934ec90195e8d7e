"""A Zenodo on loopback, for tests and rehearsals: it answers from recorded exchanges.

`exchanges/` has a file a request of InvenioRDM's API: what is asked, which change of the account it
is, and the answer with placeholders for what the account holds. They are written after the API's
public documentation and the error bodies that users of Zenodo report; they are no capture of
Zenodo's own traffic. `account.py` is the account and its rules, `recorded.py` fills the answers,
`faults.py` what goes wrong, `server.py` the HTTP.
"""

from tests.zenodo.server import TOKEN, Seen, Server

__all__ = ["TOKEN", "Seen", "Server"]
