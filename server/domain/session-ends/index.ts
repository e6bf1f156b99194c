export { endSessionsOnHost, tellHostsOfEnds } from './tell-hosts'
