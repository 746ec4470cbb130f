"""The database: tables, transactions, arrays as bytes."""
