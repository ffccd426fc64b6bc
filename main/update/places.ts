import { join } from 'node:path'

/** Where an update finds and leaves things. `root` is '/' on a booth; a folder with a system in it elsewhere. */
export type Places = ReturnType<typeof placesUnder>

export const placesUnder = (root: string) => ({
  root,
  /** Public keys of whoever may release, in the package. */
  keys: join(root, 'usr/share/machinaka/release-keys.pem'),
  /** What `booth update look` has fetched, as the service's user: nothing in here is trusted. */
  inbox: join(root, 'var/lib/machinaka/update'),
  /** Root's own: copies that were verified, the package to go back to, and how far an update is. */
  state: join(root, 'var/lib/machinaka-update'),
  /** While this file is there the package is not whole, and systemd does not start the booth. */
  changing: join(root, 'var/lib/machinaka-update/changing'),
  /** There while nobody is in the booth; its time is since when. The service keeps it. */
  idle: join(root, 'run/machinaka/idle'),
})
