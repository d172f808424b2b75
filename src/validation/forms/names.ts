import {
  dnsLabelProblem,
  dnsSubdomainProblem,
  labelValueProblem,
  pathSegmentProblem,
  qualifiedNameProblem,
} from '../../resource/syntax.ts';
import type { Judge } from '../statement.ts';
import { format, keyFormat } from './format.ts';
import type { Format } from './format.ts';

/**
 * Names as upstream takes them. Source: apimachinery pkg/util/validation/validation.go, one function each: IsDNS1123Label,
 * IsDNS1123Subdomain, IsDNS1035Label, IsQualifiedName, IsValidLabelValue, IsEnvVarName, IsConfigMapKey, IsHTTPHeaderName.
 */
export const dnsLabel: Judge = format(dnsLabelProblem);
export const dnsSubdomain: Judge = format(dnsSubdomainProblem);
export const dns1035: Judge = format(dns1035Problem);
export const qualifiedName: Judge = format(qualifiedNameProblem);
export const labelValue: Judge = format(labelValueProblem);
export const pathSegment: Judge = format(pathSegmentProblem);
export const labelKey: Judge = keyFormat(qualifiedNameProblem);
export const configKey: Judge = format(configKeyProblem);
export const configMapKey: Judge = keyFormat(configKeyProblem);
export const envName: Judge = format(envNameProblem);
export const httpHeader: Judge = format(httpHeaderProblem);

export function dns1035Problem(text: string): string | undefined {
  if (/^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(text)) return undefined;
  if (text.length > 63) return 'is longer than 63 characters';
  return /^[^a-z]/.test(text) && !/^[A-Z]/.test(text)
    ? 'must begin with a letter'
    : 'takes only a-z, 0-9 and inner hyphens, and begins with a letter';
}

export function configKeyProblem(text: string): string | undefined {
  if (text.length > 253) return 'is longer than 253 characters';
  if (!/^[-._a-zA-Z0-9]+$/.test(text)) return 'takes only letters, digits, "-", "_" and "."';
  return text.startsWith('..') || text === '.' ? 'may not be "." and may not begin with ".."' : undefined;
}

/** Since RelaxedEnvironmentVariableValidation any printable ASCII character but `=`. */
export function envNameProblem(text: string): string | undefined {
  if (text.includes('=')) return 'may not have "="';
  return /^[ -~]+$/.test(text) ? undefined : 'takes only printable ASCII characters';
}

export function httpHeaderProblem(text: string): string | undefined {
  return /^[-A-Za-z0-9]+$/.test(text) ? undefined : 'takes only letters, digits and hyphens';
}

/** A name with so many labels at least, such as that of a webhook (IsFullyQualifiedName). */
export function domainOf(labels: number): Format {
  return (text) => {
    const problem = dnsSubdomainProblem(text);
    if (problem !== undefined) return problem;
    const count = text.split('.').length;
    return count < labels
      ? `needs at least ${labels} parts with dots between them, and has ${count}`
      : undefined;
  };
}

/** At most so many bytes. */
export function shorterThan(most: number): Format {
  return (text) => (text.length > most ? `is longer than ${most} characters` : undefined);
}
