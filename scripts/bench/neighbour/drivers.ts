import { BubblewrapDriver } from '../../../agent-host/driver/bubblewrap/bubblewrap'
import { DockerDriver } from '../../../agent-host/driver/docker/docker'
import type { Driver } from '../../../agent-host/driver/driver'
import { RuncDriver } from '../../../agent-host/driver/runc/runc'
import { startDocker } from '../../../agent-host/driver/testing/bring-docker'
import { type RealOptions, RealRig } from '../../../agent-host/driver/testing/real-rig'

/** Runs `work` with the driver of this name, below `dir`, and with an image of stand-ins. */
export async function withDriver<T>(
  name: string,
  dir: string,
  work: (driver: Driver, image: string) => Promise<T>,
): Promise<T> {
  if (name !== 'docker') return inRig((options) => make(name, options), dir, work)
  const docker = await startDocker()
  if ('problem' in docker) throw new Error(docker.problem)
  const { socket } = docker
  try {
    const byDocker = (options: RealOptions) =>
      new DockerDriver({ ...options, asRoot: true, socket, runtime: undefined })
    return await inRig(byDocker, dir, work)
  } finally {
    await docker.end()
  }
}

function make(name: string, options: RealOptions): Driver {
  if (name === 'runc') return new RuncDriver({ ...options, asRoot: true })
  if (name === 'bubblewrap') return new BubblewrapDriver({ ...options, asRoot: true })
  throw new Error(`there is no driver "${name}" to measure: runc, bubblewrap and docker are`)
}

async function inRig<T>(
  build: (options: RealOptions) => Driver,
  dir: string,
  work: (driver: Driver, image: string) => Promise<T>,
): Promise<T> {
  const rig = await RealRig.open(build, dir)
  try {
    return await work(rig.driver(), rig.image)
  } finally {
    await rig.dispose()
  }
}
