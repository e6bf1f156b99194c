/** Where a proxy on the same server finds the front: one that listens to everybody is there too. */
export const upstreamOf = (listensOn: string): string =>
  listensOn.replace(/^(0\.0\.0\.0|\[?::\]?|localhost)(?=:\d+$)/, '127.0.0.1')

/** Listens to others than this computer, who then come without TLS. */
export const isOpenToAll = (listensOn: string): boolean =>
  !/^(127\.|localhost:|\[?::1\]?:)/.test(listensOn)

/** Caddy fetches certificates, passes Host and sockets on, and replaces forwarded headers by itself. */
export const caddyfile = (host: string, listensOn: string): string =>
  `${host} {
    reverse_proxy ${upstreamOf(listensOn)}
}`

/** What nginx does not do unless it is told to. */
export const nginxLocation = (listensOn: string): string =>
  `location / {
    proxy_pass http://${upstreamOf(listensOn)};
    proxy_http_version 1.1;
    proxy_buffering off;
    client_max_body_size 16m;
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-Host $host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade;
}`
