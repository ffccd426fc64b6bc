/** Length of a 申請書ID in digits (domain.md §2.1). No check digit is known. */
export const formIdLength = 23

export const isFormId = (text: string): boolean => /^[0-9]{23}$/.test(text)

/** Groups of four as printed for comparing with the paper: '1234 5678 9012 3456 7890 123'. */
export const groupFormId = (formId: string): string[] => formId.match(/.{1,4}/g) ?? []

/** The last four digits: the only part that may stand on a slip. */
export const formIdTail = (formId: string): string => formId.slice(-4)
