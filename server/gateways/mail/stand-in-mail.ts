import type { Delivery, MailGateway, MailRoute, Message } from './mail-gateway'

export interface StandInMail extends MailGateway {
  /** What was taken, in order. */
  taken: readonly Message[]
  /** Every try, whatever became of it. */
  tries: readonly { route: MailRoute; message: Message }[]
  /** What the other side does with the next ones; replace it. */
  answer: (route: MailRoute, message: Message) => Delivery | Promise<Delivery>
}

/** A mail server that is a list. */
export function standInMail(): StandInMail {
  const taken: Message[] = []
  const tries: { route: MailRoute; message: Message }[] = []
  const gateway: StandInMail = {
    taken,
    tries,
    answer: () => ({ outcome: 'accepted', sentence: 'Taken.' }),
    async deliver(route, message) {
      tries.push({ route, message })
      const delivery = await gateway.answer(route, message)
      if (delivery.outcome === 'accepted') taken.push(message)
      return delivery
    },
  }
  return gateway
}
