export { getMyUsage, type UsageView } from './get-my-usage'
export { SetLimitInput } from './input'
export { pushEveryLimit, pushLimit, setMyLimit } from './limit'
export { readUsage } from './read-usage'
