import { relative } from 'node:path'
import { z } from 'zod'
import { Environment as HostEnvironment } from '../../agent-host/config'
import type { Locale } from '../../i18n/locales'
import { Environment as ServerEnvironment } from '../../server/env'
import { readSettings } from '../launcher/settings'
import { headings, purposes, terms } from './settings-words'

/** One variable as a program reads it. */
export interface Variable {
  name: string
  isRequired: boolean
  default: string | undefined
  options: string[]
  range: { min: number | undefined; max: number | undefined }
}

const Described = z.object({
  required: z.array(z.string()).default([]),
  properties: z.record(
    z.string(),
    z.object({
      default: z.union([z.string(), z.number()]).optional(),
      enum: z.array(z.string()).default([]),
      minimum: z.number().optional(),
      maximum: z.number().optional(),
    }),
  ),
})

/** What a schema says of itself, from its input side: what one has to write, not what becomes of it. */
function variablesOf(schema: z.ZodType): Variable[] {
  const { required, properties } = Described.parse(
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
  )
  return Object.entries(properties).map(([name, about]) => ({
    name,
    isRequired: required.includes(name) && about.default === undefined,
    default: about.default === undefined ? undefined : String(about.default),
    options: about.enum,
    range: { min: about.minimum, max: about.maximum },
  }))
}

/** The starter reads its variables by hand, so it is watched while it does. */
function variablesOfStart(): Variable[] {
  const asked = new Set<string>()
  const watched = new Proxy<Record<string, string | undefined>>(
    {},
    {
      get: (_, name) => {
        asked.add(String(name))
        return undefined
      },
    },
  )
  const root = '/rockpool'
  const settings = readSettings(root, [], watched)
  const defaults: Record<string, string> = {
    PORT: String(settings.listen.port),
    HOST: settings.listen.host,
    ROCKPOOL_HOME: relative(root, settings.home),
    ROCKPOOL_IMAGES_DIR: relative(root, settings.imagesDir),
  }
  return [...asked].map((name) => ({
    name,
    isRequired: false,
    default: defaults[name],
    options: [],
    range: { min: undefined, max: undefined },
  }))
}

export const settingGroups = {
  start: variablesOfStart,
  server: () => variablesOf(ServerEnvironment),
  host: () => variablesOf(HostEnvironment),
} as const

function conditionOf(variable: Variable, locale: Locale): string {
  const { isRequired, options, range } = variable
  const code = (text: string | number) => `\`${text}\``
  const parts: string[] = [terms[isRequired ? 'required' : 'optional'][locale]]
  if (options.length > 0) parts.push(`${terms.oneOf[locale]} ${options.map(code).join(', ')}.`)
  if (range.min !== undefined) parts.push(`${terms.atLeast[locale]} ${code(range.min)}.`)
  // Zod names the largest safe integer where there is no bound at all.
  if (range.max !== undefined && range.max < Number.MAX_SAFE_INTEGER) {
    parts.push(`${terms.atMost[locale]} ${code(range.max)}.`)
  }
  if (variable.default !== undefined) {
    parts.push(`${terms.default[locale]} ${code(variable.default)}.`)
  }
  return parts.join(' ')
}

/** Throws for a variable that nobody has described. */
function purposeOf(name: string, locale: Locale): string {
  const purpose = purposes[name]
  if (purpose === undefined)
    throw new Error(`scripts/docs/settings-words.ts says nothing of ${name}`)
  return purpose[locale]
}

/** The whole page, as it lies in content/docs. */
export function renderSettings(locale: Locale): string {
  const groups = (['start', 'server', 'host'] as const).map((group) => {
    const { title, lead } = headings[group]
    const entries = settingGroups[group]().map((variable) =>
      [
        `### \`${variable.name}\``,
        purposeOf(variable.name, locale),
        conditionOf(variable, locale),
      ].join('\n\n'),
    )
    return [`## ${title[locale]}`, lead[locale], ...entries].join('\n\n')
  })
  return `${[terms.opening[locale], ...groups].join('\n\n')}\n`
}
