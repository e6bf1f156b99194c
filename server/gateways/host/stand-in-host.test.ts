import { describeHostGateway } from '@/server/testing/host-contract'
import { standInHost } from './stand-in-host'

describeHostGateway('the stand-in host', async (snapshot) => {
  const gateway = standInHost(snapshot)
  return {
    gateway,
    change: gateway.change,
    unplug: async () => {
      gateway.unplug()
    },
  }
})
