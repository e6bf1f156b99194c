import { listPlans, listSkills, listWalls } from '@/server/domain/catalogue'
import { openToAll, router } from '../init'

export const catalogueRouter = router({
  plans: openToAll.query(() => listPlans()),
  skills: openToAll.query(({ ctx }) => listSkills(ctx)),
  walls: openToAll.query(({ ctx }) => listWalls(ctx)),
})
