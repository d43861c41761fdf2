# One image for the site and for its trainer: compose.yaml says which of them a container runs.
FROM node:24-bookworm-slim AS build
WORKDIR /onecycle
COPY . .
RUN npm install --global pnpm@10.34.8 \
 && pnpm install --frozen-lockfile \
 && pnpm exec turbo run build reference --filter=demo --filter=//

FROM node:24-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
COPY --from=build /onecycle /onecycle
WORKDIR /onecycle
RUN mkdir -p /home/node/onecycle && chown node /home/node/onecycle
USER node
EXPOSE 3000
CMD ["node", "apps/demo/server/front/main.ts"]
