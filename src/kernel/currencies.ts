/**
 * The currencies of ISO 4217 and the number of decimals of each.
 *
 * Own data rather than `Intl`: CLDR counts the decimals people write (0 for ALL, IQD or LAK), the standard counts those
 * that books and payment messages carry. Codes without a minor unit (gold, special drawing rights, testing: XAU, XDR,
 * XTS ...) are left out: no account is kept in them.
 *
 * Sources: ISO 4217 list one (active; 2026: EUR for Bulgaria, XCG for ANG); for historic codes list three, and their
 * decimals as in the JDK's currency data.
 */

const twoDecimals = `
  AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP
  COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR
  JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN
  NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL
  THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`

const noDecimals = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
const threeDecimals = 'BHD IQD JOD KWD LYD OMR TND'
const fourDecimals = 'CLF UYW'

/** No longer legal tender, but still met in old contracts, statements, claims and rate tables. */
const historicTwoDecimals = 'ANG ATS BGN CUC CYP DEM EEK FIM FRF HRK IEP LTL LVL MTL NLG ROL RUR SIT SKK SLL ZWL'
const historicNoDecimals = 'BEF BYR ESP GRD ITL LUF PTE TRL'

const listed = (codes: string, exponent: number): [string, number][] =>
  codes
    .trim()
    .split(/\s+/)
    .map((code) => [code, exponent])

/** Decimals of the minor unit by currency code: 2 for EUR, 0 for JPY, 3 for KWD. */
export const currencyExponents: ReadonlyMap<string, number> = new Map([
  ...listed(twoDecimals, 2),
  ...listed(noDecimals, 0),
  ...listed(threeDecimals, 3),
  ...listed(fourDecimals, 4),
  ...listed(historicTwoDecimals, 2),
  ...listed(historicNoDecimals, 0),
])
