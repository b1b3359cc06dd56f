-- Prepares a PostgreSQL database (15 or newer) to be a store of Quality Visit.
-- Run it as the owner of the database or a superuser, as often as you like:
--
--     psql --dbname=DATABASE --file=THIS_FILE
--
-- It makes two groups, named after the database. Members add files and read all; administrators
-- may delete files as well. Nobody may change a file. What is kept is sealed before it comes here.
\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int < 150000 AS too_old \gset
\if :too_old
DO $$ BEGIN RAISE EXCEPTION 'PostgreSQL 15 or newer is needed.'; END $$;
\endif

SELECT current_database() AS database,
       left(current_database(), 40) || '_member' AS member,
       left(current_database(), 40) || '_administrator' AS administrator \gset

BEGIN;

SELECT format('CREATE ROLE %I NOLOGIN', name)
  FROM unnest(ARRAY[:'member', :'administrator']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
GRANT :"member" TO :"administrator";

-- Only members come in.
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :"member";
CREATE SCHEMA IF NOT EXISTS qualityvisit;
REVOKE ALL ON SCHEMA qualityvisit FROM PUBLIC;
GRANT USAGE ON SCHEMA qualityvisit TO :"member";

CREATE TABLE IF NOT EXISTS qualityvisit.file (
    name text PRIMARY KEY CHECK (name ~ '^[a-z0-9]{1,40}/[0-9a-f-]{1,80}$'),
    bytes bytea NOT NULL,
    written_by text NOT NULL DEFAULT session_user,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
ALTER TABLE qualityvisit.file ALTER COLUMN bytes SET STORAGE EXTERNAL;  -- sealed: cannot shrink
COMMENT ON TABLE qualityvisit.file IS 'Sealed files. Added, read and at last deleted; never changed.';

CREATE TABLE IF NOT EXISTS qualityvisit.device (
    id text PRIMARY KEY,
    login text NOT NULL DEFAULT session_user,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE qualityvisit.device IS 'Which login first wrote as which device: no other may.';

-- A device belongs to the login that writes as it first. Takes the caller's word for nothing.
CREATE OR REPLACE FUNCTION qualityvisit.bind() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    writer text := split_part(NEW.name, '/', 1);
    owner text;
BEGIN
    IF writer IN ('pack', 'snapshot') THEN
        writer := split_part(split_part(NEW.name, '/', 2), '-', 1);
    END IF;
    IF writer ~ '^[0-9a-f]{20}$' THEN
        INSERT INTO qualityvisit.device (id) VALUES (writer) ON CONFLICT DO NOTHING;
        SELECT login INTO owner FROM qualityvisit.device WHERE id = writer;
        IF owner <> session_user THEN
            RAISE EXCEPTION 'This device belongs to another login.' USING ERRCODE = 'QV001';
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE OR REPLACE TRIGGER bind BEFORE INSERT ON qualityvisit.file
    FOR EACH ROW EXECUTE FUNCTION qualityvisit.bind();

-- Whoever listens hears at once that there is something new, and from which device.
CREATE OR REPLACE FUNCTION qualityvisit.tell() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    PERFORM pg_notify('qualityvisit', split_part(NEW.name, '/', 1));
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER tell AFTER INSERT ON qualityvisit.file
    FOR EACH ROW EXECUTE FUNCTION qualityvisit.tell();

-- Rights: by column, so that nobody says who wrote or when, and by row.
REVOKE ALL ON qualityvisit.file, qualityvisit.device FROM PUBLIC, :"member", :"administrator";
GRANT SELECT, INSERT (name, bytes) ON qualityvisit.file TO :"member";
GRANT DELETE ON qualityvisit.file TO :"administrator";
ALTER TABLE qualityvisit.file ENABLE ROW LEVEL SECURITY;
ALTER TABLE qualityvisit.device ENABLE ROW LEVEL SECURITY;  -- and no policy: closed to all

DROP POLICY IF EXISTS read ON qualityvisit.file;
CREATE POLICY read ON qualityvisit.file FOR SELECT TO :"member" USING (true);
-- Which workspace the store belongs to is for administrators to say.
DROP POLICY IF EXISTS write ON qualityvisit.file;
CREATE POLICY write ON qualityvisit.file FOR INSERT TO :"member"
    WITH CHECK (written_by = session_user AND NOT starts_with(name, 'workspace/'));
DROP POLICY IF EXISTS found ON qualityvisit.file;
CREATE POLICY found ON qualityvisit.file FOR INSERT TO :"administrator"
    WITH CHECK (written_by = session_user);
DROP POLICY IF EXISTS drop ON qualityvisit.file;
CREATE POLICY drop ON qualityvisit.file FOR DELETE TO :"administrator" USING (true);

COMMIT;

\echo The database is ready. Each person gets a login of their own, for example:
\echo '    CREATE ROLE eva LOGIN;'
\echo '    \\password eva'
\echo '    GRANT ':"administrator"' TO eva;   -- or ':"member"
