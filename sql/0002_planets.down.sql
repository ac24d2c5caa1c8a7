DROP FUNCTION make_event_partitions(timestamptz, integer);
DROP TABLE planet_events;
DROP TABLE messages;
DROP TABLE planet_members;
DROP TABLE planets;
