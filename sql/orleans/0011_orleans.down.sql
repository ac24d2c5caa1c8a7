DROP TABLE orleans_grain_states;
DROP FUNCTION orleans_change_silo(text, integer, text, integer, integer, integer, text, timestamptz);
DROP FUNCTION orleans_add_silo(text, integer, text, integer, integer, text, text, integer, integer, timestamptz, timestamptz);
DROP FUNCTION orleans_may_change(text, integer);
DROP TABLE orleans_silos;
DROP TABLE orleans_clusters;
DROP TABLE orleansquery;
