import { agentLimits } from '@/server/domain/agents/input'

export type Answers = { name: string; character: string; aboutMe: string; firstTask: string }
export type QuestionId = keyof Answers

export type Question = {
  id: QuestionId
  /** `name` is what the first question was answered with, or a stand-in. */
  ask: (name: string) => string
  hint: string
  max: number
  isOptional: boolean
  isOneLine: boolean
  placeholder: string
  /** Whole answers to start from; a press puts one into the field. */
  ideas: readonly { label: string; text: string }[]
}

export const questions: readonly Question[] = [
  {
    id: 'name',
    ask: () => 'What is your agent called?',
    hint: 'A name you like to say. It signs its messages with it.',
    max: agentLimits.name,
    isOptional: false,
    isOneLine: true,
    placeholder: '',
    ideas: ['Limpet', 'Kelda', 'Marlow', 'Nerida'].map((name) => ({ label: name, text: name })),
  },
  {
    id: 'character',
    ask: (name) => `What is ${name} like?`,
    hint: 'How it speaks, what it cares about, what it leaves out.',
    max: agentLimits.character,
    isOptional: false,
    isOneLine: false,
    placeholder: '',
    ideas: [
      {
        label: 'Brief and direct',
        text: 'Brief and direct. Answers first, reasons after, and no small talk. Says plainly when something is a bad idea.',
      },
      {
        label: 'Patient and warm',
        text: 'Patient and warm. Explains step by step, asks when something is unclear, and never makes a question feel stupid.',
      },
      {
        label: 'Dry and curious',
        text: 'Dry humour and sharp eyes. Asks the question nobody asked, checks claims before repeating them, and keeps it short.',
      },
    ],
  },
  {
    id: 'aboutMe',
    ask: (name) => `What should ${name} know about you?`,
    hint: 'Your work, your people, your time zone, how you like to be addressed. It stays in your agent’s own files.',
    max: agentLimits.aboutMe,
    isOptional: true,
    isOneLine: false,
    placeholder: '',
    ideas: [],
  },
  {
    id: 'firstTask',
    ask: (name) => `What should ${name} do first?`,
    hint: 'This becomes your first message, sent as soon as the machine is ready.',
    max: agentLimits.firstTask,
    isOptional: true,
    isOneLine: false,
    placeholder: '',
    ideas: [
      {
        label: 'Get to know me',
        text: 'Ask me five questions, one at a time, that help you to be useful to me. Then sum up what you learned.',
      },
      {
        label: 'Plan my week',
        text: 'Help me plan this week. Ask what is fixed, what matters and what can wait, then write the plan as a table.',
      },
      {
        label: 'Say what you can do',
        text: 'Tell me which of your skills are switched on, and give me one good use for each.',
      },
    ],
  },
]

export const noAnswers: Answers = { name: '', character: '', aboutMe: '', firstTask: '' }

/** What is wrong with an answer, as a sentence; undefined when the server will take it. */
export function problemOf(question: Question, answer: string): string | undefined {
  const { length } = answer.trim()
  if (length > question.max) {
    return `That is ${(length - question.max).toLocaleString('en')} characters too long.`
  }
  if (length === 0 && !question.isOptional) {
    return question.id === 'name'
      ? 'Give it a name.'
      : 'Write a sentence, or take one of the ideas.'
  }
  return undefined
}
