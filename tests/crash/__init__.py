"""Whatever plug is pulled, every household of a town is reached or on the door list, and nobody is rung for nothing.

The town's gateway runs on real processes, which are killed with -9 one after the other while a red message goes out,
the network repeats, shuffles and loses what it tells, and the carrier takes calls without ever saying so. At the end
the exchange's own log is held against the ledger.
The suite does it to one grid; `make crash` to a town, which takes minutes.
"""
