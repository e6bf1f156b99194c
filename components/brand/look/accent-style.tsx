import { accentRules } from './accent-tones'

type AccentStyleProps = { accent: string; nonce: string | undefined }

/** The operator's colour over Rockpool's coral, for every page at once. */
export function AccentStyle({ accent, nonce }: AccentStyleProps) {
  return <style nonce={nonce}>{accentRules(accent)}</style>
}
