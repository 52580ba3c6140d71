# Build: docker build -t backpass .    Run: docker run --rm -p 8000:8000 backpass
FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PATH=/opt/backpass/bin:$PATH
RUN python -m venv /opt/backpass
WORKDIR /src
# The packages have a layer of their own, which only a new lock makes anew.
COPY requirements.lock .
RUN pip install --require-hashes --only-binary :all: -r requirements.lock
COPY . .
RUN pip install --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --no-create-home --shell /usr/sbin/nologin backpass
COPY --from=build /opt/backpass /opt/backpass
# BACKPASS_WORKERS sets the processes that compute (one a core, at most four); docs/development.md names the other settings.
ENV PATH=/opt/backpass/bin:$PATH PYTHONUNBUFFERED=1 BACKPASS_HOST=0.0.0.0 BACKPASS_PORT=8000
USER backpass
WORKDIR /tmp
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", \
    "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"BACKPASS_PORT\"]}/api/health', timeout=4)"]
CMD ["backpass", "serve"]
