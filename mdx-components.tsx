import type { MDXComponents } from 'mdx/types'
import { ProseBlock, ProseCode, ProseLink } from '@/components/site/prose/prose-parts'

const components: MDXComponents = { a: ProseLink, pre: ProseBlock, code: ProseCode }

/** What Next asks for when it compiles a text of `content`. */
export function useMDXComponents(): MDXComponents {
  return components
}
