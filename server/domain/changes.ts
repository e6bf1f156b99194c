/** What can be followed. `fleet`: hosts, machines, agents, leases and accounts. */
export type ChangeTopic = 'fleet'

export interface Changes {
  /**
   * Yields once at the beginning and then after something has changed. Changes that come close together,
   * or while the follower is busy, are one. Ends quietly when `signal` aborts; throws `unavailable`
   * when this process stops, so that a browser goes to another one.
   */
  follow(topic: ChangeTopic, signal: AbortSignal): AsyncIterable<void>
}
