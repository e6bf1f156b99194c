'use client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createTRPCClient,
  httpBatchStreamLink,
  httpSubscriptionLink,
  splitLink,
} from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { type ReactNode, useState } from 'react'
import superjson from 'superjson'
import type { AppRouter } from '@/server/trpc/root'
import { isWorthRetrying } from './refusal'

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

const newQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // 5 s: going back and forth between two pages does not ask again.
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && isWorthRetrying(error),
      },
    },
  })

const newApi = () =>
  createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink({ url: '/api/trpc', transformer: superjson }),
        false: httpBatchStreamLink({ url: '/api/trpc', transformer: superjson }),
      }),
    ],
  })

type ApiProviderProps = { children: ReactNode }

/** One cache and one connection per page life; made in state so that a server render never shares them. */
export function ApiProvider({ children }: ApiProviderProps) {
  const [queryClient] = useState(newQueryClient)
  const [api] = useState(newApi)
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={api} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  )
}
