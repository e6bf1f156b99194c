import type { ProviderRefusal, RefusalKind } from './provider-refusal'

/** What the person in the chat is told, by whose provider it was. The chat shows it as it is. */
const own: Readonly<Record<RefusalKind, string>> = {
  key: 'Your provider refuses the key. Check it in Settings → Model.',
  money:
    'Your provider says that the account behind the key has nothing left to spend. Top it up there, or choose another model in Settings → Model.',
  model: 'Your provider does not know this model at this address. Check both in Settings → Model.',
  'too-long':
    'This conversation has become too long for your model. Begin a new one, or choose a model that holds more in Settings → Model.',
  busy: 'Your provider takes no more calls for the moment. Wait a minute and ask again.',
  down: 'Your provider has a problem of its own just now. Ask again in a few minutes.',
  unreachable:
    'Your provider cannot be reached. Ask again in a few minutes; if it stays like this, check its address in Settings → Model.',
  request:
    'Your provider could not make anything of this call. Ask in other words; if it stays like this, choose another model in Settings → Model.',
}

const elsewhere = 'A model of your own can be chosen in Settings → Model.'
const site: Readonly<Record<RefusalKind, string>> = {
  key: `The provider of this site’s model refuses the site’s key. Its operator has to renew it. ${elsewhere}`,
  money: `The site’s credit with its model provider is used up. Its operator has to top it up. ${elsewhere}`,
  model: `The site’s model provider does not know the model any more. Its operator has to choose another one. ${elsewhere}`,
  'too-long': 'This conversation has become too long for the model. Begin a new one.',
  busy: 'The model provider takes no more calls for the moment. Wait a minute and ask again.',
  down: 'The model provider has a problem of its own just now. Ask again in a few minutes.',
  unreachable: 'The model provider cannot be reached just now. Ask again in a few minutes.',
  request: `The model provider could not make anything of this call. Ask in other words. ${elsewhere}`,
}

export const refusalWords = ({ kind }: ProviderRefusal, isOwn: boolean): string =>
  (isOwn ? own : site)[kind]
