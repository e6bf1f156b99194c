import { demoAct } from './act'
import type { DemoContext } from './understand'

/** Stands before every answer, so that its words stay labelled wherever they end up. */
export const demoLabel = '[demo model]'

/** `count to 200`: a long answer on purpose, for trying out stop and reconnect. */
const countTo = /\bcount (?:up )?to (\d{1,3})\b/i
const asksWho = /\b(who are you|your name|introduce yourself)\b/i
const asksSkills = /\b(which|what) skills\b/i
const asksAboutMe = /\b(what do you know about me|who am i|about me|know me)\b/i

/** What a workspace file says, without its headings and comments; paragraphs stay apart. */
function facts(file: string): string {
  return file
    .split('\n')
    .filter((line) => !/^\s*(#|<!--)/.test(line))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

/** What the demo model answers. It reads and repeats, and says that it does no more. */
export function demoReply(context: DemoContext): string {
  return `${demoLabel} ${body(context)}`
}

function body(context: DemoContext): string {
  if (context.outcome !== null) return told(context.outcome)
  const act = demoAct(context.said)
  if (act !== null) return act.words
  const count = Number(countTo.exec(context.said)?.[1] ?? 0)
  if (count > 0) return Array.from({ length: count }, (_, index) => index + 1).join(' ')
  if (asksWho.test(context.said)) {
    const identity = facts(context.identity)
    return identity === ''
      ? 'Nobody has told me who I am yet.'
      : `I am ${context.name}. This is what my identity file says:\n\n${identity}`
  }
  if (asksSkills.test(context.said)) {
    return context.skills.length === 0
      ? 'I have no skills to use just now.'
      : `These are the skills that I may use:\n\n${context.skills.map((name) => `- ${name}`).join('\n')}`
  }
  if (asksAboutMe.test(context.said)) {
    const user = facts(context.user)
    return user === ''
      ? 'You have not told me anything about yourself yet.'
      : `This is what you told me about yourself:\n\n${user}`
  }
  return [
    `${context.name} here. I heard: “${excerpt(context.said)}”${withFiles(context.hasFiles)}`,
    '',
    'I am the built-in **demo model**: I can repeat and count, but not think. Everything around me is real: this machine, its files, this conversation. Once a model provider is set up, the same agent answers with a real model.',
    '',
    'Try “who are you”, “what do you know about me”, “count to 50”, “write a file notes.txt”, “list my files” or “delete notes.txt”.',
  ].join('\n')
}

const withFiles = (hasFiles: boolean): string => (hasFiles ? ' and got files with it, unread.' : '')

const told = (outcome: string): string =>
  outcome === ''
    ? 'Done. Nothing came back, which for a command means that it worked.'
    : `This is what came back:\n\n\`\`\`text\n${outcome.slice(0, 2_000)}\n\`\`\``

const excerpt = (text: string): string => {
  const oneLine = text.replaceAll(/\s+/g, ' ')
  return oneLine.length > 240 ? `${oneLine.slice(0, 239)}…` : oneLine
}
