export { askAgent, type Told } from './ask-agent'
export { requireGateway } from './require-gateway'
