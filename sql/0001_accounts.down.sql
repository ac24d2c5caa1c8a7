DROP TABLE id_nodes;
DROP TABLE audit;
DROP FUNCTION audit_is_append_only();
DROP TABLE data_protection_keys;
DROP TABLE sessions;
DROP TABLE users;
