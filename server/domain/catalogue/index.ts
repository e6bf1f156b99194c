export { listPlans, type PlanList } from './list-plans'
export { listSkills } from './list-skills'
export { listWalls } from './list-walls'
