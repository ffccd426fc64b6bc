import type { Applied } from './apply.ts'
import type { Look } from './look.ts'
import type { UpdateFault, UpdateState } from './state.ts'

/** What a technician reads: one sentence. */
const reasons: Readonly<Record<UpdateFault, string>> = {
  'not-signed': 'it is not signed by a key this booth knows',
  misnamed: 'its signed name is another than that of its file',
  damaged: 'the package is not the one that was signed',
  unreadable: 'its files cannot be read',
  'no-way-back':
    'the signed package of the version that runs is not beside it, so there would be no way back',
  'disk-full': 'the disk has too little room',
  'not-installable': 'dpkg cannot install it',
  'unmet-dependency': 'it depends on a package that is not there',
  'not-ready': 'its service did not become ready',
  'not-well': 'the booth was less well with it than before',
  interrupted: 'it was interrupted twice',
}

export const lookSentence = ({ running, ready, leftAlone }: Look): string => {
  const left = leftAlone
    .map(({ version, because }) => ` ${version} is left alone: ${reasons[because]}.`)
    .join('')
  const found =
    ready === null ? `Nothing newer than ${running} can be taken.` : `${ready} lies ready; ${running} runs.`
  return `${found}${left}`
}

export const appliedSentence = (applied: Applied): string => {
  if (applied === 'nothing-ready') return 'No update lies ready.'
  if (applied === 'somebody-inside')
    return 'Somebody is in the booth or was a moment ago: nothing was touched.'
  if (applied === 'stopped')
    return 'The booth was stopped by hand: nothing was touched. With --now it is updated, and started.'
  const { result, from, to, because, detail } = applied
  const why = because === null ? '' : `: ${reasons[because]}${detail === null ? '' : ` (${detail})`}`
  switch (result) {
    case 'updated':
      return `${to} runs now; before it was ${from}.`
    case 'refused':
      return `${to} was not installed${why}. ${from} goes on running.`
    case 'returned':
      return `${from} was put back${why}. ${to} is not tried again.`
  }
}

export const statusSentence = ({ underWay, last }: UpdateState, running: string): string => {
  if (underWay !== null)
    return `The update from ${underWay.from} to ${underWay.to} is under way (${underWay.phase}).`
  if (last === null) return `${running} runs; it was never updated by itself.`
  return `${running} runs. Last, at ${last.at}: ${appliedSentence(last)}`
}
