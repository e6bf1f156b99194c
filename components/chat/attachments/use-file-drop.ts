import { type DragEvent, useRef, useState } from 'react'

interface FileDrop {
  /** Files are held over the place right now. */
  isOver: boolean
  handlers: {
    onDragEnter: (event: DragEvent) => void
    onDragOver: (event: DragEvent) => void
    onDragLeave: (event: DragEvent) => void
    onDrop: (event: DragEvent) => void
  }
}

/** A place that files can be dropped on. Text that is dragged is left to the browser. */
export function useFileDrop(onFiles: (files: readonly File[]) => void): FileDrop {
  const [isOver, setIsOver] = useState(false)
  // Entering a child leaves its parent: only the difference tells whether the pointer is inside.
  const depth = useRef(0)
  const take = (event: DragEvent): boolean => {
    if (!event.dataTransfer.types.includes('Files')) return false
    event.preventDefault()
    return true
  }
  const leave = (next: number) => {
    depth.current = next
    setIsOver(next > 0)
  }
  return {
    isOver,
    handlers: {
      onDragEnter: (event) => {
        if (take(event)) leave(depth.current + 1)
      },
      onDragOver: (event) => void take(event),
      onDragLeave: (event) => {
        if (take(event)) leave(Math.max(0, depth.current - 1))
      },
      onDrop: (event) => {
        if (!take(event)) return
        leave(0)
        onFiles([...event.dataTransfer.files])
      },
    },
  }
}
