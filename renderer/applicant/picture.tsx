import { useEffect, useState } from 'react'
import type { CropBox, Reason, Region } from '../../main/photo/contract.ts'
import { Marks } from '../guidance/marks.tsx'
import { useBooth } from './booth.ts'

/**
 * A picture of this session as a blob address, or null until it is here. The address is revoked when
 * another picture is asked for or the screen goes.
 */
function usePicture(id: string): string | null {
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

/** The portrait as it will be sent: never tinted, never kept. */
export function Portrait({ id, alt, className }: Readonly<{ id: string; alt: string; className: string }>) {
  const address = usePicture(id)
  return address === null ? (
    <span className={className} aria-hidden />
  ) : (
    <img className={className} src={address} alt={alt} />
  )
}

const portraitAspect = 35 / 45

/** The part of a still that would be sent; failing that, the middle of it in the portrait's form. */
export function shownPart(
  picture: Readonly<{ width: number; height: number }>,
  crop: CropBox | null,
): Region {
  const width = Math.min(picture.width, picture.height * portraitAspect)
  const height = width / portraitAspect
  const box = crop ?? {
    left: (picture.width - width) / 2,
    top: (picture.height - height) / 2,
    width,
    height,
  }
  return {
    left: box.left / picture.width,
    top: box.top / picture.height,
    width: box.width / picture.width,
    height: box.height / picture.height,
  }
}

/** A still as its portrait would be, with a ring where something is to be mended. */
export function JudgedStill({
  id,
  alt,
  crop,
  reasons,
}: Readonly<{ id: string; alt: string; crop: CropBox | null; reasons: readonly Reason[] }>) {
  const address = usePicture(id)
  const [size, setSize] = useState<Readonly<{ width: number; height: number }> | null>(null)
  const part = size && shownPart(size, crop)
  return (
    <span className="pic">
      {address !== null && (
        <img
          className="still"
          src={address}
          alt={alt}
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
            setSize({ width, height })
          }
          style={
            part === null
              ? { visibility: 'hidden' }
              : {
                  inlineSize: `${100 / part.width}%`,
                  blockSize: `${100 / part.height}%`,
                  insetInlineStart: `${(-100 * part.left) / part.width}%`,
                  insetBlockStart: `${(-100 * part.top) / part.height}%`,
                }
          }
        />
      )}
      {size !== null && part !== null && <Marks reasons={reasons} picture={size} shown={part} />}
    </span>
  )
}
