-- In the container of docker-compose.yml: nobody signs in as the superuser over the network. `docker compose exec database psql
-- --username=postgres` still does, by the socket inside.
ALTER ROLE CURRENT_USER PASSWORD NULL;
