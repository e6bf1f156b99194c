export { admitTakeout, collectTakeout } from './collect'
export { zipOf } from './zip'
