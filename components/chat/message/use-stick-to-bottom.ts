import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'

/** A finger or a rounding error moves a little; more than this means that somebody reads above. */
const slackPx = 32

interface Stick {
  frame: RefObject<HTMLDivElement | null>
  content: RefObject<HTMLDivElement | null>
  /** False while the person reads above; new text then does not move what they read. */
  isAtEnd: boolean
  toEnd: () => void
  /** Call before earlier messages are put in above, so that what is read stays where it is. */
  keepPlace: () => void
}

/** Keeps the end of a growing list in sight until the person scrolls up. */
export function useStickToBottom(): Stick {
  const frame = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const isStuck = useRef(true)
  const heightToKeep = useRef<number | null>(null)
  const [isAtEnd, setIsAtEnd] = useState(true)

  useEffect(() => {
    const [scroller, list] = [frame.current, content.current]
    if (scroller === null || list === null) return
    const follow = () => {
      if (heightToKeep.current !== null && list.scrollHeight > heightToKeep.current) {
        scroller.scrollTop += list.scrollHeight - heightToKeep.current
        heightToKeep.current = null
      } else if (isStuck.current) scroller.scrollTop = scroller.scrollHeight
    }
    let lastTopPx = 0
    const noteScroll = () => {
      const belowPx = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight
      // Growing text also leaves the end behind; only a person moves the page up.
      if (belowPx <= slackPx) isStuck.current = true
      else if (scroller.scrollTop < lastTopPx) isStuck.current = false
      lastTopPx = scroller.scrollTop
      setIsAtEnd(isStuck.current)
    }
    const noteWheel = (event: WheelEvent) => {
      // The first notch upwards counts, or streaming text would pull the page down again at once.
      if (event.deltaY < 0 && scroller.scrollHeight > scroller.clientHeight) isStuck.current = false
    }
    const sizes = new ResizeObserver(follow)
    sizes.observe(list)
    sizes.observe(scroller)
    scroller.addEventListener('scroll', noteScroll, { passive: true })
    scroller.addEventListener('wheel', noteWheel, { passive: true })
    return () => {
      sizes.disconnect()
      scroller.removeEventListener('scroll', noteScroll)
      scroller.removeEventListener('wheel', noteWheel)
    }
  }, [])

  const toEnd = useCallback(() => {
    isStuck.current = true
    setIsAtEnd(true)
    const scroller = frame.current
    if (scroller !== null) scroller.scrollTop = scroller.scrollHeight
  }, [])

  const keepPlace = useCallback(() => {
    heightToKeep.current = content.current?.scrollHeight ?? null
  }, [])

  return { frame, content, isAtEnd, toEnd, keepPlace }
}
