CREATE TABLE ext_currency_rates_rate (
  currency TEXT NOT NULL PRIMARY KEY,
  rate REAL NOT NULL,
  fetched_at TEXT NOT NULL
) STRICT;
