/**
 * What `image/relay.mjs` reads from one variable and then deletes, so that no tool inside sees it.
 * It stands in the gateway's own process: see that file for how.
 */
export interface RelaySettings {
  /** The port on which the gateway listens; connections from descriptor 3 go there. */
  gatewayPort: number
  /** Where to make the listening socket, when no descriptor could be handed inside. */
  inbound?: string
  /** Ports on 127.0.0.1 inside, and the unix sockets that they lead to. */
  outbound: readonly { port: number; path: string }[]
  /** In a virtual machine: the file that speaks the channel to the host, over descriptors 3 and 4. */
  channel?: string
}

const relayVariable = 'ROCKPOOL_RELAY'

export const relayEnvironment = (settings: RelaySettings): Record<string, string> => ({
  [relayVariable]: JSON.stringify(settings),
})
