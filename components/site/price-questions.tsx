type PriceQuestionsProps = { trialDays: number }

export function PriceQuestions({ trialDays }: PriceQuestionsProps) {
  const answers = [
    {
      question: 'What is not included?',
      answer:
        'What the language model costs. Your agent uses the provider that the operator of this server has configured; as long as there is none, the built-in demo model answers, and says that it is one.',
    },
    {
      question: `What happens after ${trialDays} days?`,
      answer:
        'The trial ends on the day that your account shows. Without a paid plan no machine is started for your agent from then on.',
    },
    {
      question: 'Is there a free plan?',
      answer:
        'No. A machine of your own costs memory around the clock, and somebody has to pay for it. If you have a server, run Rockpool there: the licence is MIT.',
    },
  ]
  return (
    <dl className="grid gap-8 border-t border-line pt-10 lg:grid-cols-3">
      {answers.map(({ question, answer }) => (
        <div key={question} className="grid content-start gap-2">
          <dt className="font-display text-xl font-semibold tracking-tight">{question}</dt>
          <dd className="text-ink-soft">{answer}</dd>
        </div>
      ))}
    </dl>
  )
}
