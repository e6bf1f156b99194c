import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import httpProxy from 'http-proxy'
import { runCommand } from '../../setup/run-command.mjs'
import { findProgram } from '../../setup/system-packages.mjs'
import { answerForRole, pidOf, type Role, residentKibOf } from './roles'

/** npm's http-proxy in front of one gateway, as its own documentation sets it up for WebSockets. */
export function runHttpProxy({ port, target }: { port: number; target: string }): void {
  const proxy = httpProxy.createProxyServer({
    // Its own types know no target behind a unix socket; its code passes it to Node's request.
    target: { socketPath: target, host: 'localhost' } as httpProxy.ServerOptions['target'],
    ws: true,
  })
  // Browsers that leave are no failure of a benchmark.
  proxy.on('error', () => undefined)
  const server = createServer()
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    proxy.ws(request, socket, head)
  })
  server.listen(port, '127.0.0.1', answerForRole)
}

/** Debian's nginx, unpacked instead of installed: an installed one would serve port 80 of this machine. */
async function findNginx(): Promise<string> {
  const installed = findProgram('nginx', '/usr/sbin:/usr/bin')
  if (installed !== undefined) return installed
  const dir = mkdtempSync(join(tmpdir(), 'rockpool-nginx-'))
  // The user that downloads for apt may not write below ours.
  await runCommand(['apt-get', '-q', 'download', '-o', 'APT::Sandbox::User=root', 'nginx'], {
    cwd: dir,
  })
  const [file] = readdirSync(dir).filter((name) => name.endsWith('.deb'))
  if (file === undefined) throw new Error('apt-get brought no nginx')
  await runCommand(['dpkg-deb', '--extract', join(dir, file), dir], { cwd: dir })
  cpSync(join(dir, 'usr/sbin/nginx'), join(dir, 'nginx'))
  return join(dir, 'nginx')
}

/** nginx with one worker, as a careful operator would set it up for WebSockets. */
export async function startNginx(port: number, target: string): Promise<Role> {
  const program = await findNginx()
  const dir = mkdtempSync(join(tmpdir(), 'rockpool-nginx-run-'))
  mkdirSync(join(dir, 'logs'))
  const path = join(dir, 'nginx.conf')
  writeFileSync(
    path,
    `daemon off; master_process off; pid ${dir}/pid; error_log ${dir}/logs/error;
    worker_rlimit_nofile 20000; events { worker_connections 19000; }
    http {
      access_log off;
      client_body_temp_path ${dir}/b; proxy_temp_path ${dir}/p; fastcgi_temp_path ${dir}/f;
      uwsgi_temp_path ${dir}/u; scgi_temp_path ${dir}/s;
      server {
        listen 127.0.0.1:${String(port)} backlog=4096;
        location / {
          proxy_pass http://unix:${target}:/;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection upgrade;
          proxy_read_timeout 600s;
        }
      }
    }`,
  )
  const child = spawn(program, ['-p', dir, '-c', path], { stdio: 'inherit' })
  await once(child, 'spawn')
  return {
    pid: pidOf(child),
    residentKib: () => Promise.resolve(residentKibOf(pidOf(child))),
    async stop() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}
