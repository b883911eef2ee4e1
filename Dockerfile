# One image for web, worker, beat and the migrate job; docker-compose.yml gives each its command.

FROM node:24-bookworm-slim AS frontend
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY ops/frontend ops/frontend
COPY static static
RUN node ops/frontend/build.mjs

FROM python:3.11-slim-bookworm AS packages
WORKDIR /app
COPY requirements/installer.txt requirements/base.txt requirements/
RUN python3 -m venv /tools && /tools/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/installer.txt
RUN python3 -m venv --without-pip /venv && /tools/bin/uv pip install --python /venv/bin/python --compile-bytecode --require-hashes -r requirements/base.txt

FROM python:3.11-slim-bookworm AS product
ENV DJANGO_SETTINGS_MODULE=roadmap.config.settings.production PYTHONUNBUFFERED=1 STATIC_ROOT=/app/.static FILES_DIR=/files
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
COPY --from=frontend /app/static/dist static/dist
# Nothing is contacted here: the values only have to be well-formed.
RUN /venv/bin/python -m ops.catalogues && SECRET_KEY=unused-at-build-time-unused-at-build-time DATABASE_URL=postgres://unused/unused REDIS_URL=redis://unused EMAIL_URL=smtp://unused MAIL_FROM=unused@unused ALLOWED_HOSTS=unused PUBLIC_URL=https://unused /venv/bin/python manage.py collectstatic --no-input --ignore "css/*" --ignore "js/*"
RUN mkdir -p /files && chown 10001:10001 /files
USER 10001:10001
VOLUME /files
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=40s CMD ["/venv/bin/python", "-m", "ops.container.health", "web"]
CMD ["/venv/bin/python", "-m", "gunicorn", "roadmap.config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--preload", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--limit-request-line", "8190", "--forwarded-allow-ips", "*"]
