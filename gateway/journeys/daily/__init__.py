"""The daily report: compiled from the ledger, signed by whoever answers for a unit, sealed at the cut-off, texted."""
