/**
 * Whether `value` carries a mark. Next bundles routes and pages apart, so a class of ours exists several times in
 * one process and an error that one copy has thrown would be none of another's; the mark is what they share.
 */
export const isMarked = (value: unknown, mark: symbol): boolean =>
  typeof value === 'object' && value !== null && mark in value
