/**
 * Joins a gateway that knows only TCP ports to a host that speaks only unix sockets. Loaded into the
 * gateway's own process with `node --import`: no second process, no second runtime, gone with it.
 *
 * Inbound: descriptor 3 is a listening unix socket that the host made, or the settings name a path at which
 * one is to be made, which the host takes away; each connection is piped to the gateway's port. Outbound:
 * ports on 127.0.0.1 are piped to sockets of the host.
 */
import { fstatSync, ftruncateSync, renameSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { isMainThread } from 'node:worker_threads'

const variable = 'ROCKPOOL_RELAY'
const gatewayDescriptor = 3

/** 4 MiB keep every start and the last hours of a quiet gateway; its own log file holds the rest. */
const maxOutputBytes = 4 * 1024 * 1024
/** Looking costs nothing; what a flood writes between two looks is disk that its machine lacks. */
const outputCheckMs = 1_000

const settings = process.env[variable]
// Worker threads load this file as well, and children would inherit the variable.
if (isMainThread && settings !== undefined) {
  delete process.env[variable]
  await relay(JSON.parse(settings))
  boundOutput()
}

async function relay({ gatewayPort, inbound, outbound }) {
  const reach = () => dial({ host: '127.0.0.1', port: gatewayPort })
  if (inbound === undefined) {
    await listen({ fd: gatewayDescriptor }, reach)
  } else {
    await listen({ path: `${inbound}.new` }, reach)
    // Under its name only when it listens: the host takes what it finds there.
    renameSync(`${inbound}.new`, inbound)
  }
  for (const { port, path } of outbound) {
    await listen({ host: '127.0.0.1', port }, () => dial({ path }))
  }
}

const dial = (where) => connect({ ...where, allowHalfOpen: true, noDelay: true })

function listen(where, reach) {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => join(near, reach()))
  // The gateway decides when its process ends; a listener alone must not keep it.
  server.unref()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(where, () => {
      server.off('error', reject)
      // Such as too many open files: this connection is lost, the next may be served.
      server.on('error', (error) => process.stderr.write(`relay: ${error.message}\n`))
      resolve()
    })
  })
}

function join(near, far) {
  for (const [from, to] of [
    [near, far],
    [far, near],
  ]) {
    // The peer sees its connection break, which is all there is to tell it.
    from.on('error', () => to.destroy())
    from.on('close', () => {
      if (!from.readableEnded) to.destroy()
    })
    from.pipe(to)
  }
}

/** Standard output is a file on the machine's own /tmp, opened for appending: cut, it starts again at 0. */
function boundOutput() {
  if (!fstatSync(1).isFile()) return
  const check = () => {
    if (fstatSync(1).size > maxOutputBytes) ftruncateSync(1, 0)
  }
  setInterval(check, outputCheckMs).unref()
}
