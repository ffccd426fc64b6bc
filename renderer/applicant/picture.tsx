import { useEffect, useState } from 'react'
import { useBooth } from './booth.ts'

/**
 * A picture of this session as a blob address, or null until it is here. The address is revoked when
 * another picture is asked for or the screen goes.
 */
export function usePicture(id: string): string | null {
  const { client } = useBooth()
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    const abort = new AbortController()
    let made: string | null = null
    client
      .picture(id, abort.signal)
      .then((picture) => {
        if (picture === null || abort.signal.aborted) return
        made = URL.createObjectURL(picture)
        setAddress(made)
      })
      .catch(() => undefined)
    return () => {
      abort.abort()
      if (made !== null) URL.revokeObjectURL(made)
      setAddress(null)
    }
  }, [client, id])
  return address
}

/** The person's own picture: never tinted, never kept. */
export function StillPicture({
  id,
  alt,
  className,
}: Readonly<{ id: string; alt: string; className: string }>) {
  const address = usePicture(id)
  return address === null ? (
    <span className={`${className} awaited`} aria-hidden />
  ) : (
    <img className={className} src={address} alt={alt} />
  )
}
