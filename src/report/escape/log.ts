/**
 * A text as it may stand in the log of a build: no line of it is a command to the program that keeps the log. A backslash
 * shows where one would have been.
 *
 * GitHub takes `::name::` at the start of a line, blanks before it included, and `##[name]` anywhere in one (actions/runner,
 * ActionCommand.TryParseV2 and TryParse); Azure Pipelines takes `##[name]` and `##vso[…]` (azure-pipelines-agent,
 * Command.TryParse), TeamCity `##teamcity[…]`.
 */
export function withoutCommands(text: string): string {
  if (!text.includes('::') && !text.includes('##')) return text;
  return (
    text
      // eslint-disable-next-line no-control-regex -- a colour may stand before it
      .replace(/^((?:[^\S\r\n]|\x1b\[[0-9;]*m)*)::/gm, '$1\\::')
      .replace(/##([A-Za-z]{0,20})\[/g, '##$1\\[')
  );
}
