# Two stages on one base: pip and its leftovers stay in the first. Both have the same paths, so the environment can be
# copied as it is.
FROM python:3.11.15-slim-bookworm AS base

FROM base AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv /opt/lagebild

# Before the code, so that a change of code leaves this layer as it is.
COPY requirements.txt ./
RUN /opt/lagebild/bin/pip install --no-cache-dir --require-hashes --requirement requirements.txt

COPY pyproject.toml README.md LICENSE ./
COPY config config
COPY storage storage
COPY summaries summaries
COPY bot bot
COPY examples examples
RUN /opt/lagebild/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && /opt/lagebild/bin/python -m compileall -q bot summaries storage config


FROM base

LABEL org.opencontainers.image.title="Lagebild" \
      org.opencontainers.image.description="A Telegram bot that compares what German news sources state" \
      org.opencontainers.image.licenses="MIT"

# The user has a number only and no home: nothing but /data and /tmp is ever written.
ENV PATH=/opt/lagebild/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    LAGEBILD_DATA_DIR=/data

RUN install -d -o 10001 -g 10001 -m 0700 /data
COPY --from=build /opt/lagebild /opt/lagebild
COPY --from=build /app /app

WORKDIR /app
USER 10001:10001
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=20s --start-period=90s --retries=3 CMD ["lagebild", "healthcheck"]
ENTRYPOINT ["lagebild"]
CMD ["run"]
