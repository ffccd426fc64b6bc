/** Under one year the card carries no photo since 2 December 2024: the counter, not a booth (domain.md §1.4). */
export const photoFromAge = 1
/** Under fifteen there is no signature certificate, and a legal representative comes along (domain.md §1.2, §1.4). */
export const signatureCertificateFromAge = 15

export type Eligibility = 'may-apply' | 'under-fifteen' | 'under-one'

export function eligibilityOf(age: number): Eligibility {
  if (age < photoFromAge) return 'under-one'
  return age < signatureCertificateFromAge ? 'under-fifteen' : 'may-apply'
}
