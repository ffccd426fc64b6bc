/** Says what was said last once more. */
export function replay(): void {}
