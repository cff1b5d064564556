# The service in an image: docker build -t polyonym . && docker run --rm -p 8000:8000 polyonym
#
# With names of your own:  docker run --rm -p 8000:8000 -v "$PWD/my-names:/gazetteer:ro" -e POLYONYM_GAZETTEER=/gazetteer polyonym
# As a command line:       docker run --rm polyonym resolve Daesh
#
# The image holds Unidecode (GPL-2.0-or-later) beside this project (Apache-2.0), and so is GPL-3.0-or-later as a whole.
ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore \
    PIP_CONSTRAINT=/build/constraints.txt PIP_BUILD_CONSTRAINT=/build/constraints.txt
WORKDIR /build
# Dependencies first: this layer stays as long as they do.
COPY constraints.txt pyproject.toml ./
RUN python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")' \
        > requirements.txt \
 && python -m venv --without-pip /opt/polyonym \
 && python -m pip --python /opt/polyonym/bin/python install --only-binary :all: -r requirements.txt
COPY README.md LICENSE NOTICE ./
COPY gazetteer gazetteer
COPY service service
RUN python -m pip wheel --no-deps --wheel-dir dist . \
 && python -m pip --python /opt/polyonym/bin/python install --no-deps dist/*.whl \
 && /opt/polyonym/bin/polyonym resolve Daesh

FROM python:${PYTHON}-slim
LABEL org.opencontainers.image.title="polyonym" \
      org.opencontainers.image.description="Says which entity a name means, whatever its spelling, script or name form" \
      org.opencontainers.image.licenses="GPL-3.0-or-later"
COPY --from=build /opt/polyonym /opt/polyonym
ENV PATH=/opt/polyonym/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# An empty folder: no ./gazetteer stands in the way of the one inside the package.
WORKDIR /srv
# A number, so that an orchestrator can see that it is not root.
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["polyonym"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
