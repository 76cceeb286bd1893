#!/bin/sh
# PostgreSQL's image runs this once, when its data folder is new: the owner of the database and the role of the public process.
set -eu
psql -v ON_ERROR_STOP=1 -v owner="$OWNER_PASSWORD" -v public="$PUBLIC_PASSWORD" -v role="$PUBLIC_ROLE" <<'SQL'
CREATE ROLE migs LOGIN PASSWORD :'owner';
CREATE ROLE :"role" LOGIN PASSWORD :'public';
CREATE DATABASE migs OWNER migs TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
SQL
# Its limits, and what is nobody's business: the same file as on a server.
psql -v ON_ERROR_STOP=1 -v role="$PUBLIC_ROLE" -v database=migs -f /srv/public_role.sql
