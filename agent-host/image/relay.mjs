/**
 * Joins a gateway that knows only TCP ports to a host that speaks only unix sockets. Loaded into the
 * gateway's own process with `node --import`: no second process, no second runtime, gone with it.
 *
 * Inbound: descriptor 3 is a listening unix socket that the host made, or the settings name a path at which
 * one is to be made, which the host takes away; each connection is piped to the gateway's port. Outbound:
 * ports on 127.0.0.1 are piped to sockets of the host.
 *
 * In a virtual machine no socket of the host exists. There all of it goes through one channel over
 * descriptors 3 and 4, and the settings name the file that speaks it.
 */
import { createReadStream, fstatSync, ftruncateSync, renameSync } from 'node:fs'
import { connect, createServer, Socket } from 'node:net'
import { resolve } from 'node:path'
import { isMainThread } from 'node:worker_threads'

const variable = 'ROCKPOOL_RELAY'
const gatewayDescriptor = 3
const homeService = 'home:'

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

async function relay({ gatewayPort, inbound, outbound, channel: channelModule }) {
  const toGateway = () => dial({ host: '127.0.0.1', port: gatewayPort })
  if (channelModule === undefined) {
    if (inbound === undefined) await listen({ fd: gatewayDescriptor }, toGateway)
    else {
      await listen({ path: `${inbound}.new` }, toGateway)
      // Under its name only when it listens: the host takes what it finds there.
      renameSync(`${inbound}.new`, inbound)
    }
    for (const { port, path } of outbound) {
      await listen({ host: '127.0.0.1', port }, () => dial({ path }))
    }
    return
  }
  const { Channel } = await import(channelModule)
  const input = new Socket({ fd: gatewayDescriptor, readable: true, writable: false })
  const channel = new Channel({
    input,
    output: new Socket({ fd: gatewayDescriptor + 1, readable: false, writable: true }),
    isHost: false,
    onOpen: (stream, service) => {
      if (service.startsWith(homeService)) tell(stream, service.slice(homeService.length))
      else join(stream, toGateway())
    },
    onBroken: (error) => process.stderr.write(`relay: ${error.message}\n`),
  })
  input.unref()
  for (const { port, path } of outbound) {
    await listen({ host: '127.0.0.1', port }, () => channel.open(path))
  }
}

/** A file of the agent's own home, which the host cannot look into. */
function tell(stream, path) {
  const file = createReadStream(resolve(process.env.HOME, path))
  stream.resume()
  file.on('error', () => stream.destroy())
  stream.on('close', () => file.destroy())
  stream.on('error', () => file.destroy())
  file.pipe(stream)
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
