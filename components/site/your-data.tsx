const answers = [
  {
    question: 'Where do my conversations live?',
    answer:
      'In your agent’s own directory on the server that runs this site. The database knows that you have an agent and what you answered at the start; it does not hold what you and your agent say to each other.',
  },
  {
    question: 'Who can read the key of the model provider?',
    answer:
      'It is sealed the moment it is saved, to a key that only the agent host holds. A copy of the database does not contain it in readable form, and your agent’s machine never receives it.',
  },
  {
    question: 'What leaves the server?',
    answer:
      'Model calls to the provider that the operator has configured, and nothing else. With the built-in demo model not even those: it answers on the server, and its answers are labelled.',
  },
  {
    question: 'Can the operator look inside?',
    answer:
      'Whoever runs a server can read its disk. That is true of every host, this one included. If that is one person too many, run Rockpool on a server of your own.',
  },
  {
    question: 'Is my machine used again after me?',
    answer: 'No. A machine that has served an agent never goes back to the pool.',
  },
]

export function YourData() {
  return (
    <section id="your-data" aria-labelledby="data-title" className="border-t border-line">
      <div className="mx-auto grid max-w-7xl gap-10 px-4 py-16 sm:px-8 lg:grid-cols-12 lg:py-24">
        <h2 id="data-title" className="text-4xl lg:col-span-4">
          What happens to your data
        </h2>
        <dl className="grid gap-8 sm:grid-cols-2 lg:col-span-8">
          {answers.map(({ question, answer }) => (
            <div key={question} className="grid content-start gap-2 last:sm:col-span-2">
              <dt className="font-display text-xl font-semibold tracking-tight">{question}</dt>
              <dd className="max-w-prose text-ink-soft">{answer}</dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  )
}
