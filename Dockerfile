# The bot without its sandbox: only what requirements/bot.lock names, no compiler and no installer in the final image.
#
#   docker build -t trustline .
#   docker run --read-only --cap-drop ALL --security-opt no-new-privileges --stop-timeout 15 \
#       --volume trustline:/data --env BOT_TOKEN --env BOT_MASTER_KEY trustline
#
# Everything but /data may be, and should be, read-only. Whoever builds for production pins both FROM lines to the digest they
# have reviewed (python:3.13-slim@sha256:…); none is written here because none could be checked where this file was written.

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements/bot.lock /build/bot.lock
RUN python -m venv --without-pip /opt/venv \
    && python -m pip --python /opt/venv/bin/python install --require-hashes --only-binary :all: --requirement /build/bot.lock
COPY bot /app/bot
COPY locales /app/locales
# Bytecode and catalogues now, because nothing can be written later; unchecked, because a copied file's time says nothing.
RUN python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/venv /app/bot \
    && /opt/venv/bin/pybabel --quiet compile --directory /app/locales --domain trustline

FROM python:3.13-slim
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin trustline \
    && install --directory --owner 10001 --group 10001 --mode 700 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app/bot /app/bot
COPY --from=build /app/locales /app/locales
COPY config /app/config
WORKDIR /app
# SQLITE_TMPDIR, TMPDIR: a sort or a backup that spills must find a place to write.
# BOT_LISTEN: a proxy outside the container cannot reach its loopback; nothing listens without BOT_WEBHOOK_URL.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SQLITE_TMPDIR=/data \
    TMPDIR=/data \
    BOT_DATABASE_URL=sqlite:////data/trustline.db \
    BOT_LISTEN=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
USER 10001:10001
STOPSIGNAL SIGTERM
# Long polling listens nowhere, so health is asked of the command line: a sign of life, which a bot that hangs or cannot
# reach its database does not give.
HEALTHCHECK --interval=1m --timeout=10s --start-period=1m --retries=3 CMD ["python", "-m", "bot", "check", "--alive"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
