# One image, one process. The build stage makes the dashboard; the final one carries only what runs.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN cd dashboard && ../node_modules/.bin/vite build --logLevel error && cd .. \
  && npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production WK_DATA_DIR=/data WK_HOST=0.0.0.0 WK_MQTT_HOST=0.0.0.0
WORKDIR /app
COPY --from=build /app/package.json /app/main.ts ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/core ./core
COPY --from=build /app/gateway ./gateway
COPY --from=build /app/server ./server
COPY --from=build /app/simulators ./simulators
COPY --from=build /app/dashboard/build ./dashboard/build
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080 1883 8883
# Asks whoever listens there, whatever its certificate says: it is the same container.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "require(process.env.WK_TLS_CERT ? 'https' : 'http').get({ host: '127.0.0.1', port: 8080, path: '/readyz', rejectUnauthorized: false }, (r) => process.exit(r.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
CMD ["node", "main.ts"]
