# A machine on which everything can be built and tested; after `docker build` no network is needed:
#   docker build --tag modning .
#   mkdir --parents build
#   docker run --rm --network none --volume "$PWD/build:/project/build" modning
FROM python:3.12-slim-bookworm AS machine
# Chromium and its typefaces are for tests that look at pages; a book is built without them.
RUN apt-get update \
 && apt-get install -y --no-install-recommends chromium fonts-dejavu-core git make \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 1000 researcher \
 && install --directory --owner researcher /project
USER researcher
WORKDIR /project

FROM machine AS project
COPY --chown=researcher . .
# What was downloaded would lie in the image twice.
RUN UV_NO_CACHE=1 make .venv/ready
CMD ["make", "book"]
