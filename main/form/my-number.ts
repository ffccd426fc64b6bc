/**
 * Check digit of the Individual Number, MIC ordinance art. 5 (domain.md §2.3): with P_n the n-th of the
 * eleven digits from the right and weights 2,3,4,5,6,7,2,3,4,5,6, r = ΣP·Q mod 11; 0 if r ≤ 1, else 11 − r.
 * One random number in ten fits, so it chooses words only; twelve digits are refused either way.
 */
export function myNumberCheckDigitFits(digits: string): boolean {
  if (!/^[0-9]{12}$/.test(digits)) return false
  let sum = 0
  for (let n = 1; n <= 11; n++) sum += Number(digits[11 - n]) * (n <= 6 ? n + 1 : n - 5)
  const r = sum % 11
  return Number(digits[11]) === (r <= 1 ? 0 : 11 - r)
}
