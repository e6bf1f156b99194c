import type { Letters } from './letter'

export const english: Letters = {
  greeting: (name) => (name === '' ? 'Hello,' : `Hello ${name},`),
  welcome: ({ link, site }) => ({
    subject: `Welcome to ${site}`,
    paragraphs: [
      'Your account is made.',
      'Next you choose a plan and skills and answer four questions. Then a machine is your agent’s own, and you can talk to it.',
    ],
    action: { label: 'Go to your agent', link },
    after: [
      'If you did not make this account, somebody has mistyped their address. You need not do anything.',
    ],
  }),
  password_link: ({ link }) => ({
    subject: 'Your link to a new password',
    paragraphs: [
      'Somebody, probably you, has asked for a new password for your account.',
      'The link works once, and for one hour.',
    ],
    action: { label: 'Choose a new password', link },
    after: ['If it was not you, leave it unused. Your password stays as it is.'],
  }),
  password_reset: ({ link }) => ({
    subject: 'Your password was changed',
    paragraphs: [
      'The password of your account was just changed through a link. Every device was signed out.',
    ],
    action: { label: 'Sign in', link },
    after: [
      'If it was not you, ask for a new password at once at “Forgot your password?”, and tell whoever runs this site.',
    ],
  }),
  test: ({ site }) => ({
    subject: `A test message from ${site}`,
    paragraphs: ['This is what mail from your site looks like. It arrived, so the settings work.'],
    action: null,
    after: ['Sent from the mail settings of the operator’s console.'],
  }),
}
