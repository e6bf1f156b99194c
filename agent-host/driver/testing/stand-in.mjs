/**
 * What runs in machines of driver tests instead of a gateway: a server on the gateway's port that runs the
 * code it is sent, so that a test can look at the box from inside. Says over the model port when it listens.
 */
import { writeFileSync } from 'node:fs'
import { createServer, get } from 'node:http'
import { text } from 'node:stream/consumers'

const [action, gatewayPort, modelPort, home] = process.argv.slice(2)
const AsyncFunction = (async () => {}).constructor

writeFileSync(`${home}/started`, '')
if (action?.startsWith('exits ')) {
  process.stderr.write('the stand-in has\u0007 had enough\n')
  process.exit(Number(action.slice('exits '.length)))
}
process.on('SIGTERM', () => {
  if (action !== 'stubborn') process.exit(0)
})

createServer(async (request, response) => {
  const code = await text(request)
  const answer = await new AsyncFunction('load', code)((name) => import(name)).then(
    (value) => ({ value: value ?? null }),
    (error) => ({ error: error.code ?? error.message }),
  )
  response.end(JSON.stringify(answer))
}).listen(Number(gatewayPort), '127.0.0.1', () => {
  get({ host: '127.0.0.1', port: Number(modelPort), path: '/ready' }, (response) => {
    response.resume()
  })
})
