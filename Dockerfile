# One image, one process. The build stage makes the dashboard; the final one carries only what runs.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN cd dashboard && ../node_modules/.bin/vite build --logLevel error && cd .. \
  && npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24-bookworm-slim
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
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "main.ts"]
