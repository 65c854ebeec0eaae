/**
 * A random id of 128 bits, for client ids. Works on plain-HTTP pages too, where `crypto.randomUUID` does not
 * exist.
 */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
