/** The register as linked data: JSON-LD in the terms of the W3C Data Privacy Vocabulary (DPV 2), to be read by any program for RDF. */
import type { Citation } from '../../kernel/decision.ts'
import type { Wording } from '../../rulebook/pack.ts'
import { specialOf } from '../../rulebook/register/attributes.ts'
import type { Registered } from '../../rulebook/register/register.ts'
import type { Category, Controller, Purpose, Retention, Transfer } from '../../rulebook/register/schema.ts'
import type { LegalBasis } from '../../rulebook/register/vocabulary.ts'
import { usedFor } from './article-30.ts'
import type { StatementSource } from './statement.ts'

type Node = { readonly [key: string]: unknown }
type Reference = { readonly '@id': string }

const namespaces = {
  dpv: 'https://w3id.org/dpv#',
  pd: 'https://w3id.org/dpv/pd#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  'sector-finance': 'https://w3id.org/dpv/sector/finance#',
  'legal-ee': 'https://w3id.org/dpv/legal/ee#',
  'legal-lt': 'https://w3id.org/dpv/legal/lt#',
  'legal-lv': 'https://w3id.org/dpv/legal/lv#',
  dct: 'http://purl.org/dc/terms/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const

const bases: { readonly [B in LegalBasis]: string } = {
  consent: 'eu-gdpr:A6-1-a',
  contract: 'eu-gdpr:A6-1-b',
  'legal-obligation': 'eu-gdpr:A6-1-c',
  'vital-interest': 'eu-gdpr:A6-1-d',
  'public-interest': 'eu-gdpr:A6-1-e',
  'legitimate-interest': 'eu-gdpr:A6-1-f',
}

const safeguards: { readonly [S in Exclude<Transfer['safeguard'], 'derogation'>]: string } = {
  adequacy: 'eu-gdpr:A45-3',
  'standard-clauses': 'eu-gdpr:A46-2-c',
  'binding-rules': 'eu-gdpr:A46-2-b',
}

/** GDPR, Article 49(1): what somebody's contract needs (b), or important public interest that law names (d). */
const derogations: { readonly [G in Transfer['ground']]: string } = {
  service: 'eu-gdpr:A49-1-b',
  request: 'eu-gdpr:A49-1-b',
  law: 'eu-gdpr:A49-1-d',
}

const necessities: { readonly [G in Category['given']]: string } = {
  contract: 'dpv:Required',
  law: 'dpv:Required',
  voluntary: 'dpv:Optional',
}

/**
 * The register as of a day. Each item is named by its institution, and has the clause it follows from as its source.
 *
 * @throws UnboundProvision where nothing asks for the register to be told
 */
export function registerAsLinkedData({ pack, terms, day }: StatementSource): Node {
  const { register } = terms
  const { disclosed } = terms.cite('privacy.notice.published', 'privacy.controller.shown')
  const items = [
    ...register.controllers.map(controllerNode),
    ...all(register.roles, 'role', 'dpv:DataSubject'),
    ...all(register.sources, 'source', 'dpv:DataSource'),
    ...[...register.categories.values()].map(categoryNode),
    ...all(register.interests, 'interest', 'dpv:LegitimateInterest'),
    ...all(register.recipients, 'recipient', 'dpv:Recipient'),
    ...[...register.processors.values()].map((one) => ({
      ...node('processor', one, 'dpv:DataProcessor'),
      'dpv:hasName': one.name,
      'dpv:hasCountry': one.country,
      'dct:description': inLanguages(one.service),
    })),
    ...[...register.retention.values()].map(retentionNode),
    ...[...register.transfers.values()].map(transferNode),
    ...[...register.automated.values()].map((one) => ({
      ...node('decision', one, one.profiling === true ? 'dpv:Profiling' : 'dpv:AutomatedDecisionMaking'),
      'dpv:hasAlgorithmicLogic': inLanguages(one.logic),
      'dpv:hasConsequence': inLanguages(one.effect),
    })),
    ...all(register.measures, 'measure', 'dpv:TechnicalOrganisationalMeasure'),
    ...[...register.purposes.values()].map((one) => node('purpose', one, 'dpv:Purpose')),
  ]
  const processes = [...register.purposes.values()].map((purpose) => ({
    '@id': `register:process-${purpose.id}`,
    '@type': 'dpv:Process',
    'skos:prefLabel': inLanguages(purpose.name),
    'dpv:hasDataController': register.controllers.map(({ entity }) => reference('controller', entity)),
    ...processOf(purpose, usedFor(register, purpose, day)),
    'dpv:hasDataSubject': (purpose.roles ?? [...register.roles.keys()]).map((id) => reference('role', id)),
    'dct:source': clauseReference(purpose.cited),
  }))
  return {
    '@context': { ...namespaces, register: `urn:pacta:${pack.id}:register:`, clause: `urn:pacta:${pack.id}:clause:` },
    '@id': `urn:pacta:${pack.id}:register`,
    '@type': 'dpv:ROPA',
    'dct:title': inLanguages(pack.name),
    'dct:date': { '@type': 'xsd:date', '@value': day.toString() },
    'dct:source': disclosed.map(clauseReference),
    'dct:hasPart': [...processes, ...items],
  }
}

function processOf({ id, bases: own }: Purpose, used: ReturnType<typeof usedFor>): Node {
  return {
    'dpv:hasPurpose': reference('purpose', id),
    'dpv:hasLegalBasis': [
      ...new Set(own.map(({ basis }) => bases[basis])),
      ...used.interests.map((one) => `register:interest-${one.id}`),
    ].map((one) => ({ '@id': one })),
    'dpv:hasPersonalData': references('category', used.categories),
    'dpv:hasDataSource': [...new Set(used.categories.flatMap(({ sources }) => sources))].map((one) =>
      reference('source', one),
    ),
    'dpv:hasRecipient': references('recipient', used.recipients),
    'dpv:hasDataProcessor': references('processor', used.processors),
    'dpv:hasStorageCondition': references('retention', used.retention),
    'dpv:hasTechnicalOrganisationalMeasure': references('measure', used.measures),
    'dpv:hasProcessing': [...references('decision', used.automated), ...references('transfer', used.transfers)],
  }
}

type Item = { readonly id: string; readonly dpv: readonly string[]; readonly name: Wording | string }

function node(kind: string, { id, dpv, name, cited }: Registered<Item>, type: string): Node {
  return {
    '@id': `register:${kind}-${id}`,
    '@type': [...new Set([type, ...dpv])],
    ...(typeof name === 'string' ? {} : { 'skos:prefLabel': inLanguages(name) }),
    'dct:source': clauseReference(cited),
  }
}

const all = (items: ReadonlyMap<string, Registered<Item>>, kind: string, type: string): readonly Node[] =>
  [...items.values()].map((one) => node(kind, one, type))

function controllerNode(one: Registered<Controller>): Node {
  return {
    '@id': `register:controller-${one.entity}`,
    '@type': 'dpv:DataController',
    'dpv:hasName': one.controller,
    'dpv:hasIdentifier': one.registration,
    'dpv:hasAddress': one.address,
    'dpv:hasContact': [one.email, one.phone, one.web].filter((contact) => contact !== undefined),
    'dpv:hasDataProtectionOfficer': one.officer && {
      '@type': 'dpv:DataProtectionOfficer',
      'dpv:hasContact': one.officer,
    },
    'dct:source': clauseReference(one.cited),
  }
}

function categoryNode(one: Registered<Category>): Node {
  const kinds = new Set(one.attributes.map(specialOf))
  const special = [
    ...(kinds.has('article-9') ? ['dpv:SpecialCategoryPersonalData'] : []),
    ...(kinds.has('article-10') || kinds.has('fenced') ? ['dpv:SensitivePersonalData'] : []),
  ]
  const plain = node('category', one, 'dpv:PersonalData')
  return {
    ...plain,
    '@type': [...new Set([...(plain['@type'] as readonly string[]), ...special])],
    'dpv:hasNecessity': { '@id': necessities[one.given] },
    'dpv:hasDataSource': one.sources.map((id) => reference('source', id)),
  }
}

function retentionNode(one: Registered<Retention>): Node {
  return {
    ...node('retention', one, 'dpv:StorageCondition'),
    'dpv:hasPersonalData': one.categories.map((id) => reference('category', id)),
    'dpv:hasLegalBasis': { '@id': bases[one.basis] },
    'dpv:hasDuration':
      one.term === undefined
        ? { '@type': 'dpv:UntilEventDuration', 'rdf:value': one.from }
        : { '@type': 'dpv:TemporalDuration', 'rdf:value': one.term, 'dct:description': `from ${one.from}` },
    ...(one.law === undefined ? {} : { 'dct:references': one.law }),
  }
}

function transferNode(one: Registered<Transfer>): Node {
  const safeguard = one.safeguard === 'derogation' ? derogations[one.ground] : safeguards[one.safeguard]
  return {
    ...node('transfer', one, 'dpv:Transfer'),
    'dpv:hasThirdCountry': one.countries,
    'dpv:hasLegalBasis': { '@id': safeguard },
  }
}

const reference = (kind: string, id: string): Reference => ({ '@id': `register:${kind}-${id}` })
const references = (kind: string, items: readonly { readonly id: string }[]): readonly Reference[] =>
  items.map(({ id }) => reference(kind, id))

/** Brackets of a clause's number have no place in a name of the web. */
const clauseReference = ({ document, version, clause }: Citation): Reference => ({
  '@id': `clause:${document}:${version}:${encodeURIComponent(clause).replace(/[()]/g, '_')}`,
})

const inLanguages = (wording: Wording) =>
  Object.entries(wording).map(([language, text]) => ({ '@language': language, '@value': text }))
