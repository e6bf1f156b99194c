export { deleteAccount } from './delete-account'
export { eraseAccount, sweepDeleted } from './erase-account'
export { DeleteAccountInput } from './input'
