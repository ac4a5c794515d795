"""Pictures: made from records, shared by the web page, the command line and notebooks.

In: rows. Out: SVG that needs no script and no network.
"""

from __future__ import annotations
