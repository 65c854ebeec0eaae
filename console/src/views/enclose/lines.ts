/** The lines of a box that are not empty. */
export const linesOf = (text: string): string[] => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** As the desk's protocol has it: see `Label`, `Amount`, `Currency` and `Address` there. */
export const isLabel = (text: string): boolean => text.trim() !== "" && [...text].length <= 80;
export const areLabels = (texts: readonly string[], least: number, most: number): boolean => texts.length >= least && texts.length <= most && texts.every(isLabel);
export const isLink = (text: string): boolean => text === "" || (/^https?:\/\/[!-~]+$/.test(text) && text.length <= 2000);
export const isAmount = (text: string): boolean => text === "" || /^\d{1,10}(\.\d{1,3})?$/.test(text);
export const isCurrency = (text: string): boolean => /^[A-Z]{3}$/.test(text);

/** The price, where there is one. */
export const priceOf = (amount: string, currency: string) => (amount === "" ? null : { amount, currency });
/** Nothing where nothing is said. */
export const saidOf = (text: string): string | null => (text.trim() === "" ? null : text.trim());
