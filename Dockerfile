# psa-bridge in a container: `docker build -t psa-bridge .`. One image for the API, the worker and every command.
# test/faults/image.faults.ts does by hand what stands here, word by word, for places without a container engine.

FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY prisma.config.ts tsconfig.json tsconfig.build.json schema.graphql LICENSE ./
COPY prisma prisma
COPY src src
COPY deploy/pack.sh deploy/
RUN npm run --silent build
RUN sh deploy/pack.sh /app

FROM node:24-slim
# Nobody owns these files here, and nobody may write them.
COPY --from=build /app /app
RUN install -d -m 0700 -o 10001 -g 10001 /data
# The user has no entry in any list of users, so nobody else tells where its home is.
ENV NODE_ENV=production HOME=/data DATA_DIR=/data HOST=0.0.0.0
WORKDIR /data
VOLUME /data
USER 10001:10001
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["node", "/app/dist/cli/healthcheck.js"]
ENTRYPOINT ["node", "/app/dist/main.js"]
CMD ["serve"]
