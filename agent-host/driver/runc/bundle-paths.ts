import { join } from 'node:path'

/** What lies in the bundle of one life, from its beginning until nothing of it is left. */
export const bundlePaths = (bundle: string) => ({
  config: join(bundle, 'config.json'),
  etc: join(bundle, 'etc'),
  pidFile: join(bundle, 'pid'),
  /** Leads to the machine's network namespace. */
  network: join(bundle, 'network'),
  /** A link whose words name the listening socket, such as `socket:[4711]`. */
  socket: join(bundle, 'socket'),
  /** What this life was made of, in one hash. */
  runtime: join(bundle, 'runtime'),
  criuConfig: join(bundle, 'criu.conf'),
  /** Exists once the command inside has been let go. */
  started: join(bundle, 'started'),
})
