-- The role of backups, as a superuser of PostgreSQL makes it once. A second run changes nothing.
--
--     psql -v ON_ERROR_STOP=1 -v role=migs_backup -f deploy/postgresql/backup_role.sql postgres
--
-- It copies whole files of the server (REPLICATION) and ends a piece of the log, and reads and changes no table. It has no
-- password: it comes through the socket as the account of backups (“peer” with a map in pg_hba.conf).

SELECT format('CREATE ROLE %I LOGIN REPLICATION', :'role')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
GRANT CONNECT ON DATABASE postgres TO :"role";
GRANT EXECUTE ON FUNCTION pg_switch_wal() TO :"role";
