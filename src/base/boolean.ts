const TRUE = new Set(['1', 't', 'T', 'true', 'True', 'TRUE']);
const FALSE = new Set(['0', 'f', 'F', 'false', 'False', 'FALSE']);

/** As programs in Go read a boolean (strconv.ParseBool); undefined for what they take for an error, and for nothing. */
export function goBoolean(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  return TRUE.has(text) ? true : FALSE.has(text) ? false : undefined;
}
