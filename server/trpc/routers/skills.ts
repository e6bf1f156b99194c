import {
  listMySkills,
  SkillKeyInput,
  SkillsInput,
  SwitchSkillInput,
  setSkillKey,
  switchSkill,
} from '@/server/domain/skills'
import { router, signedIn } from '../init'

export const skillsRouter = router({
  list: signedIn.input(SkillsInput).query(({ ctx, input }) => listMySkills(ctx, input)),
  switch: signedIn.input(SwitchSkillInput).mutation(({ ctx, input }) => switchSkill(ctx, input)),
  setKey: signedIn.input(SkillKeyInput).mutation(({ ctx, input }) => setSkillKey(ctx, input)),
})
