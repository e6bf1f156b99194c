type PageOpeningProps = { title: string; lead: string }

/** The beginning of every page but the front one: what it is about, and one paragraph in large type. */
export function PageOpening({ title, lead }: PageOpeningProps) {
  return (
    <div className="grid max-w-3xl gap-4 pt-8 lg:pt-14">
      <h1 className="text-5xl hyphens-auto">{title}</h1>
      <p className="text-lg text-ink-soft">{lead}</p>
    </div>
  )
}
