/** Where what shows a condition to be met is put on record, over HTTP: by the command that does it. */

/** A test keeps these true. */
export const commandAddresses: Readonly<Record<string, string>> = {
  'consent.give': 'POST /parties/{subject}/consents',
  'recipient.undertake': 'POST /recipients/{recipient}/undertakings',
  'authority-enquiry.receive': 'POST /authority-enquiries',
  'debt-report.announce': 'POST /debt-reports',
  'assignment.make': 'POST /assignments',
  'recording.announce': 'POST /parties/{subject}/recording-announcements',
  'background-check.record': 'POST /parties/{subject}/background-checks',
}

/** Each kind of evidence with where it is put on record: `assignment (POST /assignments)`. */
export const madeByInWords = (madeBy: Readonly<Record<string, unknown>>): string =>
  Object.entries(madeBy)
    .map(([kind, command]) => `${kind} (${commandAddresses[String(command)] ?? command})`)
    .join(', ')
