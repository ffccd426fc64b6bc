import path from 'node:path'

/** Labelled pictures of people: outside the project, never copied into it. */
export const photosFolder = path.resolve(
  process.env['MACHINAKA_PHOTOS'] ?? path.join(import.meta.dirname, '../../../../shared/photos'),
)
