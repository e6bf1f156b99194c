export { type LifecycleEvent, type LifecycleKind, recordEvent } from './record-event'
