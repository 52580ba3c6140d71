# Build: docker build -t backpass .    Run: docker run --rm -p 8000:8000 backpass
# For both architectures: docker buildx build --platform linux/amd64,linux/arm64 -t backpass .
# The base, by the digest of its index, which holds both: Python 3.13.15 on Debian 13. A newer one's is shown by
# docker buildx imagetools inspect python:3.13-slim; to try one, build with --build-arg BASE=….
ARG BASE=python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b

FROM ${BASE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PATH=/opt/backpass/bin:$PATH
RUN python -m venv /opt/backpass
WORKDIR /src
# The packages have a layer of their own, which only a new lock makes anew.
COPY requirements.lock .
RUN pip install --require-hashes --only-binary :all: -r requirements.lock
COPY . .
RUN pip install --no-deps --no-build-isolation . && python -P -m app.web.operation.compressed_files

FROM ${BASE}
LABEL org.opencontainers.image.title="Backpass" \
      org.opencontainers.image.description="A typed forward pass becomes the two-panel figure of its forward and backward pass" \
      org.opencontainers.image.licenses="MIT"
# For names in scripts that Typst's own fonts do not have; the base decides the versions of what comes from its system.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends fonts-noto-core fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/backpass /opt/backpass
ENV PATH=/opt/backpass/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    BACKPASS_HOST=0.0.0.0 BACKPASS_PORT=8000
# A number, so that Kubernetes can see that it is not root.
USER 10001:10001
WORKDIR /tmp
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["python", "-c", \
    "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"BACKPASS_PORT\"]}{os.environ.get(\"BACKPASS_ROOT_PATH\", \"\")}/readyz', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["backpass", "serve"]
