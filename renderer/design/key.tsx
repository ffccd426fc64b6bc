import type { ComponentProps, ReactNode } from 'react'

export type KeyProps = Readonly<{
  /** Stable name of what the key does, in no language: `data-act` for tests and tools. */
  act: string
  children: ReactNode
  onPress: () => void
  kind?: 'plain' | 'main'
  /** Said instead of the words on the key, where these alone would not be understood. */
  label?: string | undefined
  before?: ReactNode
  after?: ReactNode
  className?: string
  /** A toggle's state; absent on a key that is none. */
  pressed?: boolean | undefined
  /** One of several: its state in a radio group. */
  checked?: boolean | undefined
  /** Not now: it stays in its place and can be reached, and a sentence near it says what is missing. */
  disabled?: boolean
  /** It is doing what it says; a second press is not taken. */
  working?: boolean
  describedBy?: string | undefined
}> &
  Pick<ComponentProps<'button'>, 'ref' | 'lang' | 'style' | 'autoFocus'>

/** Whatever is pressed. If it has a lower edge, it is a key. */
export function Key({
  act,
  children,
  onPress,
  kind = 'plain',
  label,
  before,
  after,
  className = '',
  pressed,
  checked,
  disabled = false,
  working = false,
  describedBy,
  ...rest
}: KeyProps) {
  return (
    <button
      type="button"
      className={`key ${kind === 'main' ? 'main ' : ''}${className}`}
      data-act={act}
      aria-label={label}
      aria-pressed={pressed}
      role={checked === undefined ? undefined : 'radio'}
      aria-checked={checked}
      aria-disabled={disabled || undefined}
      aria-describedby={describedBy}
      data-working={working || undefined}
      onClick={() => {
        if (!disabled && !working) onPress()
      }}
      {...rest}
    >
      {before}
      <span className="words">{children}</span>
      {after}
    </button>
  )
}
