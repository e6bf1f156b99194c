export { type Fleet, type HostView, readFleet } from './read-fleet'
export { watchFleet } from './watch-fleet'
