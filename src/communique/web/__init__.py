"""The web page: the ledger in a browser, on this machine, without a network.

In: a ledger's file. Out: a Starlette application; `create_app` is the door to this room.
"""

from __future__ import annotations
