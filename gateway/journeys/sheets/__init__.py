"""Rosters as they come out of a spreadsheet: the table, its cells, its rows. Nothing here writes to the ledger."""
