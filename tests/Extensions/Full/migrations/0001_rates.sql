CREATE TABLE ext_full_rate (currency TEXT NOT NULL PRIMARY KEY, rate REAL NOT NULL) STRICT;
CREATE INDEX ext_full_rate_by_rate ON ext_full_rate (rate);
INSERT INTO ext_full_rate VALUES ('EUR', 1.0);
