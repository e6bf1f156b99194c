import type { ReactNode } from 'react'

type ProseProps = { children: ReactNode }

/** A column to read in: the measure, the rhythm and the marks of running text. */
export function Prose({ children }: ProseProps) {
  return (
    <div className="max-w-[42rem] min-w-0 text-[1.0625rem] leading-relaxed [&_a]:font-medium [&_a]:underline [&_a]:underline-offset-4 [&_h2]:mt-12 [&_h2]:mb-3 [&_h2]:text-2xl [&_h2]:hyphens-auto [&_h3]:mt-8 [&_h3]:mb-1 [&_h3]:text-lg [&_li]:mt-2 [&_li]:pl-1 [&_ol]:mt-4 [&_ol]:list-decimal [&_ol]:pl-6 [&_p]:mt-4 [&_table]:mt-4 [&_table]:w-full [&_table]:text-left [&_td]:border-t [&_td]:border-line [&_td]:py-2.5 [&_td]:pr-4 [&_td]:align-top [&_td:first-child]:font-semibold [&_thead]:hidden [&_ul]:mt-4 [&_ul]:list-disc [&_ul]:pl-6 [&_ul]:marker:text-glass [&>:first-child]:mt-0">
      {children}
    </div>
  )
}
