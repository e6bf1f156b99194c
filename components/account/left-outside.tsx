import { useTranslations } from 'next-intl'
import { LocalLink } from '@/components/site/frame/local-link'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'

type LeftOutsideProps = {
  /** What was done, such as "Your account is made". */
  done: string
  /** Why the sign-in that should have followed was refused. */
  sentence: string
  /** 2 where the page has a title of its own. */
  level?: 1 | 2
}

/** The first half worked and must not be repeated; only the sign-in is left to do. */
export function LeftOutside({ done, sentence, level = 1 }: LeftOutsideProps) {
  const t = useTranslations('doors')
  const Title = level === 1 ? 'h1' : 'h2'
  return (
    <div className="grid justify-items-start gap-5">
      <Title className="text-3xl">{done}</Title>
      <Alert tone="warn" title={t('outside')} className="w-full">
        {sentence}
      </Alert>
      <Button asChild>
        <LocalLink href="/sign-in">{t('toSignIn')}</LocalLink>
      </Button>
    </div>
  )
}
