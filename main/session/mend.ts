import type { RefusalReason } from '../../intake/contract.ts'

/** Which part of an application an applicant who still stands here can mend (design §5). */
export function mendOf(reason: RefusalReason | null): 'date-of-birth' | 'photo' | undefined {
  switch (reason) {
    case 'date-of-birth-mismatch':
      return 'date-of-birth'
    case 'photo-unsuitable':
      return 'photo'
    case 'form-id-unknown':
    case 'form-id-in-progress':
    case null:
      return undefined
  }
}
