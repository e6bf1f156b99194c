import type { ThreadItem } from '../thread/items'
import type { Approval } from './approval'

export interface ApprovalItem {
  kind: 'approval'
  key: string
  approval: Approval
}

/** Puts each question behind what had begun when it was asked: the answer that waits for it. */
export function placeApprovals(
  items: readonly ThreadItem[],
  approvals: readonly Approval[],
): (ThreadItem | ApprovalItem)[] {
  const placed: (ThreadItem | ApprovalItem)[] = [...items]
  for (const approval of approvals) {
    const before = placed.findLastIndex((item) =>
      item.kind === 'approval'
        ? item.approval.askedAtMs <= approval.askedAtMs
        : item.atMs <= approval.askedAtMs,
    )
    placed.splice(before + 1, 0, { kind: 'approval', key: `approval:${approval.id}`, approval })
  }
  return placed
}
