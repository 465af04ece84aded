-- Version 2. What each sink did, where there are several, in the form of SinkBytes; null where there
-- is one alone, or nobody told.
alter table server_sample add column sinks bytea;
