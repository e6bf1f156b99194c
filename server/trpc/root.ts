import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { createCallerFactory, router } from './init'
import { accountRouter } from './routers/account'
import { agentsRouter } from './routers/agents'
import { billingRouter } from './routers/billing'
import { brandRouter } from './routers/brand'
import { catalogueRouter } from './routers/catalogue'
import { configurationRouter } from './routers/configuration'
import { modelRouter } from './routers/model'
import { operatorRouter } from './routers/operator'
import { passwordsRouter } from './routers/passwords'
import { personaRouter } from './routers/persona'
import { profileRouter } from './routers/profile'
import { scheduleRouter } from './routers/schedule'
import { setupRouter } from './routers/setup'
import { skillsRouter } from './routers/skills'
import { usageRouter } from './routers/usage'

export const appRouter = router({
  account: accountRouter,
  agents: agentsRouter,
  billing: billingRouter,
  brand: brandRouter,
  catalogue: catalogueRouter,
  operator: operatorRouter,
  configuration: configurationRouter,
  model: modelRouter,
  passwords: passwordsRouter,
  persona: personaRouter,
  profile: profileRouter,
  schedule: scheduleRouter,
  setup: setupRouter,
  skills: skillsRouter,
  usage: usageRouter,
})

export type AppRouter = typeof appRouter
export type RouterInputs = inferRouterInputs<AppRouter>
export type RouterOutputs = inferRouterOutputs<AppRouter>

export const createCaller = createCallerFactory(appRouter)
