import type { ReactNode } from 'react'
import { Alert } from '@/components/ui/alert'
import type { RouterOutputs } from '@/server/trpc/root'
import { caddyfile, isOpenToAll, nginxLocation } from './proxy-examples'

type StillToDoProps = {
  site: RouterOutputs['brand']['address']
  /** The origin that this very page was opened at. */
  here: string
}

/** What Rockpool cannot do for itself, said for the address that is saved. */
export function StillToDo({ site, here }: StillToDoProps) {
  const { address, listensOn } = site
  const url = address === null ? null : new URL(address)
  return (
    <section aria-labelledby="still-to-do" className="grid gap-6">
      <h2 id="still-to-do" className="text-2xl">
        {url === null ? 'How the site is reached' : 'What makes it work'}
      </h2>
      <Way site={site} here={here} />
      <dl className="grid gap-6 border-t border-line pt-6">
        <Fact title="Rockpool">
          {listensOn === null ? (
            <>The site was started apart from its front, so where that listens is not known here.</>
          ) : (
            <>
              It listens on <code>{listensOn}</code> and speaks plain HTTP, for pages and sockets
              alike.
              {isOpenToAll(listensOn) &&
                ' That is open to the network, without TLS: start it with HOST=127.0.0.1 once a proxy stands in front.'}
            </>
          )}
        </Fact>
        {url?.protocol === 'https:' && (
          <>
            <Fact title="DNS">
              An A record, and AAAA for IPv6, must lead <code>{url.hostname}</code> to this server.
              That is done where the domain is registered; Rockpool does not look it up.
            </Fact>
            <Fact title="Proxy and certificate">
              A program that ends TLS must pass everything on, sockets too. Caddy fetches the
              certificate by itself:
              <Example label="Caddyfile">
                {caddyfile(url.host, listensOn ?? '127.0.0.1:3000')}
              </Example>
              <details className="mt-3">
                <summary className="rounded-sm font-medium">With nginx</summary>
                <Example label="nginx configuration">
                  {nginxLocation(listensOn ?? '127.0.0.1:3000')}
                </Example>
                <p className="mt-2 text-sm">
                  Its certificate, and the map that gives <code>$connection_upgrade</code>, are
                  yours to add.
                </p>
              </details>
            </Fact>
          </>
        )}
        <Fact title="Visitors">
          Rockpool takes you for <code>{site.seenAs}</code> now.{' '}
          {site.isBehindProxy
            ? 'If that is the proxy’s address and not yours, the proxy does not send X-Forwarded-For.'
            : 'Behind a proxy everybody would look like the proxy, and share one limit of sign-in attempts.'}
        </Fact>
      </dl>
    </section>
  )
}

/** Whether this page is the proof. */
function Way({ site: { address }, here }: StillToDoProps) {
  if (address === null) {
    return (
      <p className="text-ink-soft">
        You opened this page at <code>{here}</code>. Enter an address above when people should come
        by another one.
      </p>
    )
  }
  if (here === address) {
    return (
      <Alert tone="good" title="The way works">
        This very page came to you by {address}.
      </Alert>
    )
  }
  return (
    <Alert tone="warn" title="Not seen to work yet">
      You opened this page at {here}.{' '}
      <a
        href={`${address}/operator/settings/domain`}
        className="font-medium underline underline-offset-4"
      >
        Open it at {address}
      </a>{' '}
      and sign in: when this note is green there, the way works.
    </Alert>
  )
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid gap-1 sm:grid-cols-[8rem_minmax(0,1fr)] sm:gap-6">
      <dt className="font-semibold">{title}</dt>
      <dd className="text-ink-soft">{children}</dd>
    </div>
  )
}

function Example({ label, children }: { label: string; children: string }) {
  return (
    <pre
      // Wider than a phone: whoever uses a keyboard must be able to move it sideways.
      tabIndex={0}
      role="region"
      aria-label={label}
      className="on-rock mt-3 overflow-x-auto rounded-md p-4 font-mono text-sm"
    >
      {children}
    </pre>
  )
}
