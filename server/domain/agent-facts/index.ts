export { askAgent, type Told } from './ask-agent'
