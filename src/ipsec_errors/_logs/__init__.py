"""Find errors in logs.

``patterns`` is the table of what is found, ``events`` the table of event fields, ``readers`` reads
any source block by block, ``core`` finds errors in the blocks, ``finding`` is the public face.
"""
