"""A unit's day handed out: found in the ledger, written as CSV, XLSX, JSON or what DHIS2 takes. Reads only."""
