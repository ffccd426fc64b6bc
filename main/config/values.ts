import * as z from 'zod'

/** Absolute, so that it means the same whoever starts the service from wherever. */
export const FilePath = z.string().regex(/^\//, 'an absolute path')

export const DevicePath = z.string().regex(/^\/[^\0]+$/, 'an absolute path such as /dev/serial/by-id/…')

export const HttpUrl = z.url({ protocol: /^https?$/, error: 'a URL that begins with https: or http:' })

export const IppUrl = z.url({ protocol: /^ipp$/, error: 'an address that begins with ipp:' })

export const HttpsUrl = z.url({ protocol: /^https$/, error: 'a URL that begins with https:' })

export const TimeOfDay = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'a time such as 03:30')

/** 0 asks the system for a free one; below 1024 a service of an ordinary user may not listen. */
export const LoopbackPort = z
  .int()
  .min(0)
  .max(65_535)
  .refine((port) => port === 0 || port >= 1024, '0 or a port from 1024 to 65535')

/** USB numbers as lsusb prints them. */
export const UsbNumber = z.string().regex(/^[0-9a-f]{4}$/, 'four digits of 0-9 a-f, as lsusb prints them')
