export { getModel } from './get-model'
export { ChooseModelInput, OwnProviderInput } from './input'
export {
  chooseModel,
  pushAccountProvider,
  removeOwnProvider,
  saveOwnProvider,
  testOwnProvider,
} from './own-provider'
