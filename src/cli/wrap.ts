/** Breaks a line between words to fit the terminal, the rest set in; as it is where the output is no terminal. */
export function wrap(line: string, columns: number | undefined): string {
  if (columns === undefined || line.length <= columns) return line
  const indent = `${/^ */.exec(line)?.[0] ?? ''}  `
  const rows: string[] = []
  let row = ''
  for (const word of line.split(' ')) {
    if (row.trim() !== '' && row.length + 1 + word.length > columns) {
      rows.push(row)
      row = `${indent}${word}`
    } else row = row === '' ? word : `${row} ${word}`
  }
  return [...rows, row].join('\n')
}
