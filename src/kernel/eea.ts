/** Where the General Data Protection Regulation applies: the European Economic Area, by ISO 3166-1 alpha-2. */

/** Member states of the Union since 2020-02-01, then Iceland, Liechtenstein and Norway. Source: Decision of the EEA Joint Committee No 154/2018. */
const members = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO'.split(' '),
)

export const isInEea = (country: string): boolean => members.has(country)
