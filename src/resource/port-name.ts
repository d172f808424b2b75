/**
 * Why the API server refuses a name of a container port, of a targetPort or of a backend's port; undefined if it is
 * fine. Names of Service ports are DNS labels instead, of up to 63 characters.
 * Source: apimachinery pkg/util/validation/validation.go IsValidPortName.
 */
export function portNameProblem(name: string): string | undefined {
  if (name.length > 15) return `it has ${name.length} characters, more than 15`;
  if (!/^[-a-z0-9]+$/.test(name)) return 'only a-z, 0-9 and - are allowed';
  if (!/[a-z]/.test(name)) return 'it has no letter';
  if (name.includes('--')) return 'it has two dashes in a row';
  return name.startsWith('-') || name.endsWith('-') ? 'it begins or ends with a dash' : undefined;
}
