/** Norms by the names that reports give them. */

/** Whether it bounds the largest change of any pixel (L∞). */
export const isLargest = (norm: string): boolean => /inf|∞/i.test(norm);
