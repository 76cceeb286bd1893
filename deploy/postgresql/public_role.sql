-- The role of the public process, as a superuser of PostgreSQL makes it once. What it may do with the site's tables
-- comes from manage.py migrate (migs_site/public_role/grants.py). A second run changes nothing.
--
--     psql -v ON_ERROR_STOP=1 -v role=migs_public -v database=migs -f deploy/postgresql/public_role.sql postgres
--
-- It has no password: on one machine it comes through the socket as its own account (“peer” in pg_hba.conf), and so can
-- lock nobody out by setting one. For a machine of its own: ALTER ROLE … PASSWORD, and a line for it in pg_hba.conf.

SELECT format('CREATE ROLE %I LOGIN', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec

-- A visitor's statement takes milliseconds. A stolen process could take the limits off again: they are for accidents.
ALTER ROLE :"role" SET statement_timeout = '20s';
ALTER ROLE :"role" SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE :"role" SET lock_timeout = '10s';
-- What others of the same role are doing, with the names that visitors have typed, stands in pg_stat_activity. These two
-- only a superuser can change again.
ALTER ROLE :"role" SET track_activities = off;
ALTER ROLE :"role" SET temp_file_limit = '256MB';
ALTER ROLE :"role" CONNECTION LIMIT 60;

-- No other database of this server is its business, nor of anybody else who is not named there.
REVOKE CONNECT, TEMPORARY ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :"role";
SELECT format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', datname) FROM pg_database
WHERE datallowconn AND datname <> :'database' \gexec

\connect :"database"
-- Large objects would fill the disk, and nobody here uses them.
REVOKE EXECUTE ON FUNCTION lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea), lo_put(oid, bigint, bytea),
    lowrite(integer, bytea) FROM PUBLIC;
