ALTER TABLE ext_full_rate ADD COLUMN source TEXT;
