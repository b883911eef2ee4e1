-- The two roles of the product. Run once by a superuser in the product's empty database, with both passwords in the environment:
--   DATABASE_OWNER_PASSWORD=… DATABASE_PASSWORD=… psql -v ON_ERROR_STOP=1 -f 10-roles.sql scne
-- scne_owner owns the database and migrates it. scne_app is the web servers' and workers': it reads and adds; what more it may
-- do, table by table, `manage.py grant_rights scne_app` says after each migration. Neither is a superuser.
\set ON_ERROR_STOP on
\getenv owner_password DATABASE_OWNER_PASSWORD
\getenv app_password DATABASE_PASSWORD

BEGIN;
-- A password is not to be found in the server's log.
SET LOCAL log_statement = 'none';
SET LOCAL log_min_duration_statement = -1;
CREATE ROLE scne_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE scne_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'app_password';

ALTER DATABASE :"DBNAME" OWNER TO scne_owner;
ALTER SCHEMA public OWNER TO scne_owner;
-- No temporary tables either: one named like the trail would be written instead of it.
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO scne_app;
GRANT USAGE ON SCHEMA public TO scne_app;
ALTER DEFAULT PRIVILEGES FOR ROLE scne_owner IN SCHEMA public GRANT SELECT, INSERT ON TABLES TO scne_app;
ALTER DEFAULT PRIVILEGES FOR ROLE scne_owner IN SCHEMA public GRANT SELECT, USAGE ON SEQUENCES TO scne_app;
COMMIT;
