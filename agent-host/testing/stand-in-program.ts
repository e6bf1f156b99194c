import { readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { StandInGateway } from './stand-in-gateway'

// What stands in for OpenClaw in the small image: the same command line, the same place of the
// configuration, the same memory of its token, in a twentieth of the space and of the time.

const Config = z.looseObject({
  gateway: z.looseObject({ port: z.number(), auth: z.looseObject({ token: z.string() }) }),
})

const path = join(homedir(), '.openclaw/openclaw.json')
const config = Config.parse(JSON.parse(readFileSync(path, 'utf8')))
const { port, auth } = config.gateway
const gateway = new StandInGateway(port, auth.token)
gateway.onToken = (token) => {
  const gatewayNow = { ...config.gateway, auth: { ...auth, token } }
  writeFileSync(path, JSON.stringify({ ...config, gateway: gatewayNow }))
}
await gateway.listen()
