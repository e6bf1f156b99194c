import { defaultSoul, type Persona } from '@/agent-host/protocol/persona'

export interface PersonaSource {
  personaVersion: number
  name: string | null
  character: string | null
  aboutMe: string | null
  /** Whole files in their owner's own words, instead of those made from the answers. */
  identityText: string | null
  userText: string | null
  /** The signed-up person's own name. */
  ownerName: string
  skills: readonly string[]
}

/**
 * Whatever a person wrote, as plain text below one of our headings. Characters that would open a
 * heading, a fence, a rule, a quote or a comment are escaped, so that the text cannot pose as a section of ours;
 * nothing is removed but control characters.
 */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replaceAll(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .split('\n')
    .map((line) => line.trimEnd().replace(/^(\s*)([#=>`~<|]|-{2,}|_{3,}|\*{3,})/u, '$1\\$2'))
    .join('\n')
    .trim()
}

const oneLine = (text: string): string => plainText(text).replaceAll(/\s+/g, ' ')

/** Before onboarding there is only a soul; the files of a person who has not answered are left alone. */
export function renderPersona(source: PersonaSource): Persona {
  const { personaVersion: version, name } = source
  const skills = [...source.skills]
  if (name === null) return { version, files: { soul: defaultSoul }, skills }
  const identity = source.identityText ?? renderIdentity(source, name)
  const user = source.userText ?? renderUser(source)
  return { version, files: { identity, user, soul: defaultSoul }, skills }
}

const renderIdentity = (source: PersonaSource, name: string): string => `# Identity

- **Name:** ${oneLine(name)}

## Character

${plainText(source.character ?? '')}
`

function renderUser(source: PersonaSource): string {
  const about = plainText(source.aboutMe ?? '')
  return `# User

- **Name:** ${oneLine(source.ownerName)}

## About

${about === '' ? 'Nothing has been said yet. Ask when it matters.' : about}
`
}
