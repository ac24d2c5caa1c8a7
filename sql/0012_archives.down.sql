DO $$
BEGIN
    IF EXISTS (SELECT FROM archives WHERE state = 3) THEN
        RAISE EXCEPTION 'Rows are in archives only. Restore them first: ./connecto archive restore';
    END IF;
END
$$;
DROP TABLE archive_orders;
DROP TABLE archives;
ALTER TABLE planets DROP COLUMN floor_seq;
