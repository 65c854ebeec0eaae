const known = new Map<string, unknown>();

/** Formatters are costly to make and asked for by every line and bubble; each is made once. */
export function made<const O extends object, F>(Kind: new (locale: string, options: O) => F, locale: string, options: O): F {
  const key = `${Kind.name} ${locale} ${JSON.stringify(options)}`;
  const found = known.get(key) as F | undefined;
  if (found !== undefined) return found;
  const fresh = new Kind(locale, options);
  known.set(key, fresh);
  return fresh;
}
