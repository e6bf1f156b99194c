/** A file of the repository: where it is, and what it says. */
export interface SourceText {
  path: string
  text: string
}

export interface DeadReference {
  path: string
  line: number
  cited: string
}

const codeSpan = /`([^`\n]+)`/g
const link = /\]\(([^)\s]+)\)/g
const docMention = /\bdocs\/[\w./-]+\.md\b/g

const looksLikePath = (text: string) => /^[\w.@()[\]-]+(\/[\w.@()[\]-]+)*\/?$/.test(text)

const withoutAnchor = (text: string) => text.replace(/[#?].*$/, '').replace(/:\d+(-\d+)?$/, '')

/** `a/b/../c` below a folder, as a path from the root of the repository. */
function resolveFrom(folder: string, target: string): string {
  const parts: string[] = []
  for (const part of `${folder}/${target}`.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/**
 * What documents cite and the repository does not have. A code span counts as a path when its first
 * folder is one of the repository's, or when it names a root file; a link counts unless it leaves
 * the site. In code only mentions of `docs/*.md` count, because comments quote many other things.
 */
export function findDeadReferences(
  files: readonly SourceText[],
  known: readonly string[],
): DeadReference[] {
  const paths = new Set<string>()
  for (const path of known) {
    const parts = path.split('/')
    for (let depth = 1; depth <= parts.length; depth++) paths.add(parts.slice(0, depth).join('/'))
  }
  const folders = new Set(
    known.filter((path) => path.includes('/')).map((path) => path.split('/', 1).join('')),
  )
  const exists = (path: string) => paths.has(path.replace(/\/$/, ''))

  const isRepositoryPath = (text: string): boolean => {
    if (!looksLikePath(text)) return false
    if (text.includes('/')) return folders.has(text.split('/', 1).join(''))
    return /^[A-Z]+\.md$|^[\w.-]+\.config\.(ts|mjs)$|^(package|tsconfig|knip|biome)\.json$/.test(
      text,
    )
  }

  const citedIn = (file: SourceText, line: string): string[] => {
    if (!file.path.endsWith('.md')) return [...line.matchAll(docMention)].map((match) => match[0])
    const folder = file.path.split('/').slice(0, -1).join('/')
    const spans = [...line.matchAll(codeSpan)]
      .map((match) => withoutAnchor(match[1] ?? ''))
      .filter(isRepositoryPath)
    const links = [...line.matchAll(link)]
      .map((match) => match[1] ?? '')
      .filter((target) => !/^[a-z]+:|^#/.test(target))
      .map((target) => resolveFrom(folder, withoutAnchor(target)))
    return [...spans, ...links]
  }

  return files.flatMap((file) =>
    file.text.split('\n').flatMap((text, index) =>
      citedIn(file, text)
        .filter((cited) => !exists(cited))
        .map((cited) => ({ path: file.path, line: index + 1, cited })),
    ),
  )
}
