"""The daily report in the ledger: how each figure is counted, versions sealed, who signed and what they keyed."""
