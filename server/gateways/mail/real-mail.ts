import type { MailGateway } from './mail-gateway'
import { deliverByResend, resendAccess } from './resend-mail'
import { deliverBySmtp, smtpLimits } from './smtp-mail'

/** Sends by what the operator has set. The limits are given by tests alone. */
export function realMail(limits = { smtp: smtpLimits, resend: resendAccess }): MailGateway {
  return {
    deliver: (route, message) =>
      route.kind === 'smtp'
        ? deliverBySmtp(route, message, limits.smtp)
        : deliverByResend(route, message, limits.resend),
  }
}
