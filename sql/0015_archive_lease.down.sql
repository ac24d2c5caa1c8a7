DROP TABLE archive_lease;
