"""The ledger: SQLAlchemy Core tables and queries, one file a noun. SQLite and PostgreSQL alike.

Every function takes a connection inside a transaction of `Ledger`; instants go in and come out aware and UTC.
"""
