FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=optional
COPY tsconfig.json tsconfig.build.json settings.ts boot.ts ./
COPY boot boot
COPY nodes nodes
COPY api api
COPY scripts scripts
RUN node scripts/build.ts

FROM node:24-slim
WORKDIR /app
COPY package.json package-lock.json ./
# The optional packages hold the serial port and the password hash; the pinned Node among them is this image's own.
RUN npm ci --ignore-scripts --omit=dev \
    && rm -rf node_modules/node-linux-* node_modules/.bin/node \
    && npm cache clean --force \
    && mkdir /data \
    && chown node:node /data
COPY --from=build /app/dist dist
COPY boot.ts LICENSE ./
# The sources serve `npm run keys` and `npm run verify-events` in the container.
COPY boot boot
COPY nodes nodes
COPY scripts scripts
COPY api api
COPY examples examples
COPY resources resources
COPY flows flows
COPY models models
COPY profiles profiles
COPY sites sites

# Only /data is written, so the root file system may be read-only.
ENV NODE_ENV=production MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=73728 BUSBAR_MODE=production BUSBAR_DATA=/data HOST=0.0.0.0 PORT=8000
USER node
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=4", "--max-old-space-size=384", "--no-parallel-scavenge", \
    "--no-allocation-site-pretenuring", "node_modules/node-red/red.js", "--settings", "dist/settings.js"]
