/** The schemas of ISO 20022, which are not part of the project: tests on them are skipped, and say so, where they are absent. */
import { existsSync, readFileSync } from 'node:fs'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'

const folder = new URL('../../../../shared/data/iso20022/xsd/', import.meta.url)

/** What validates a message against its schema, such as camt.053.001.08; undefined where the schema is absent. */
export function validatorOf(message: string): ((xml: string) => void) | undefined {
  const file = new URL(`${message}.xsd`, folder)
  if (!existsSync(file)) return undefined
  const schema = XmlDocument.fromString(readFileSync(file, 'utf8'))
  const validator = XsdValidator.fromDoc(schema)
  return (xml) => {
    const document = XmlDocument.fromString(xml)
    try {
      validator.validate(document)
    } finally {
      document.dispose()
    }
  }
}
