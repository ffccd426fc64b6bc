import { type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * A native dialog over everything for as long as it is there: it holds the focus and gives it back. Focus
 * begins at its heading, so that its words are read.
 */
export function useModal(): Readonly<{
  dialog: RefObject<HTMLDialogElement | null>
  heading: RefObject<HTMLHeadingElement | null>
}> {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  // Before anything reads the sheet aloud or measures it: what is not open cannot be seen.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    heading.current?.focus({ preventScroll: true })
    return () => element?.close()
  }, [])
  return { dialog, heading }
}
